import { toLambdaEdge } from "firstparty/lambda-edge";
import { handler as firstparty } from "./firstparty.ts";

export const handler = toLambdaEdge(firstparty);
