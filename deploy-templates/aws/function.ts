import { toLambda } from "firstparty/aws-lambda";
import { handler as firstparty } from "./firstparty.ts";

export const handler = toLambda(firstparty);
