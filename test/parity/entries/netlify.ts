import { toNetlify } from "firstparty/netlify";
import { parityHandler } from "./parity-handler.ts";

export default toNetlify(parityHandler(process.env["PARITY_SITES"] ?? ""));
