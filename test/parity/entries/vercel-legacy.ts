import { toVercelLegacy } from "firstparty/vercel";
import { parityHandler } from "./parity-handler.ts";

export default toVercelLegacy(parityHandler(process.env["PARITY_SITES"] ?? ""));
