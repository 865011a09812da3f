import { toVercel } from "firstparty/vercel";
import { parityHandler } from "./parity-handler.ts";

export default toVercel(parityHandler(process.env["PARITY_SITES"] ?? ""));
