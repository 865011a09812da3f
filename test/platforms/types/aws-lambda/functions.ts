import type {
  ALBHandler,
  APIGatewayProxyHandler,
  APIGatewayProxyHandlerV2,
  CloudFrontRequestHandler,
  LambdaFunctionURLHandler,
} from "aws-lambda";
import { createFirstParty, hightouch } from "firstparty";
import { toLambda, toLambdaStream } from "firstparty/aws-lambda";
import { toLambdaEdge } from "firstparty/lambda-edge";

const firstparty = createFirstParty({ vendors: [hightouch()], cookieDomains: ["example.com"] });

/** One function, whatever stands before it. */
export const handler = toLambda(firstparty);
export const rest: APIGatewayProxyHandler = handler;
export const http: APIGatewayProxyHandlerV2 = handler;
export const url: LambdaFunctionURLHandler = handler;
export const balancer: ALBHandler = handler;

export const streamed = toLambdaStream(firstparty);
export const edge: CloudFrontRequestHandler = toLambdaEdge(firstparty);
