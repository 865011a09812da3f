import { listen } from "firstparty/server";
import { parityHandler } from "./parity-handler.ts";

const { port } = await listen(parityHandler(process.env["PARITY_SITES"] ?? ""));
console.log(port);
