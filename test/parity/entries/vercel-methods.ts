import { toVercelMethods } from "firstparty/vercel";
import { parityHandler } from "./parity-handler.ts";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = toVercelMethods(
  parityHandler(process.env["PARITY_SITES"] ?? ""),
);
