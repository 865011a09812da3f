import { toNetlifyEdge } from "firstparty/netlify";
import { parityHandler } from "./parity-handler.ts";

export default toNetlifyEdge(parityHandler(process.env["PARITY_SITES"] ?? ""));
