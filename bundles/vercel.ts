import { toVercel } from "../adapters/vercel.ts";
import { handlerFromEnv } from "./handler-from-env.ts";

export default toVercel(handlerFromEnv(process.env));
