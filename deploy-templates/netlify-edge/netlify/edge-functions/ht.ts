import { toNetlifyEdge } from "firstparty/netlify";
import { handler } from "../../firstparty.ts";

export default toNetlifyEdge(handler);
