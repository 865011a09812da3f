import { serve } from "firstparty/server";
import config from "./firstparty.config.ts";

await serve(config);
