import { toLambda, toLambdaStream } from "firstparty/aws-lambda";
import { parityHandler } from "./parity-handler.ts";

const firstparty = parityHandler(process.env["PARITY_SITES"] ?? "");

export const handler = toLambda(firstparty);
export const streamed = toLambdaStream(firstparty);
