import { toNetlify } from "firstparty/netlify";
import { handler } from "../../firstparty.ts";

export default toNetlify(handler);
export const config = { path: "/ht/*" };
