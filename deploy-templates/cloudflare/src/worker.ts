import { toCloudflare } from "firstparty/cloudflare";
import { handler } from "../firstparty.ts";

export default toCloudflare(handler);
