import type { Answer, FirstParty } from "../core/types.ts";
import { type Invocation, readEvent } from "./aws-lambda/event.ts";
import { type LambdaResult, toResult } from "./aws-lambda/result.ts";
import { type LambdaStream, send, type StreamingRuntime } from "./aws-lambda/stream.ts";
import { answering, failure, inOnePiece } from "./aws-lambda/whole-answer.ts";

export type { LambdaResult, LambdaStream };

/** Two parameters: with three, Lambda takes a function for one with a callback and refuses it from Node 24 on. */
export type LambdaHandler = (event: unknown, context: unknown) => Promise<LambdaResult>;

/**
 * `export const handler = toLambda(createFirstParty(config))`, for API Gateway (REST, HTTP), Function URLs and Application Load Balancers.
 * The function's time-out has to be longer than `handler.patienceMs`; Lambda's default of 3 s is not.
 *
 * Lambda freezes the process with the answer, so there is no `waitUntil`: an event is with the vendor before it is answered.
 */
export function toLambda(handler: FirstParty): LambdaHandler {
  const ask = asking(answering(handler, "toLambda"), ({ limit }) => limit);
  return async (event, _context) => {
    const { answer, form, limit } = await ask(event);
    return inOnePiece(answer, limit, (whole) =>
      // Names in several cases are no way out: what becomes of them is not documented, and half of a group of cookies is worse than none.
      toResult(form === "plain" && whole.setCookies.length > 1 ? ONE_COOKIE : whole, form),
    );
  };
}

const ONE_COOKIE = failure(500, "one_cookie_only", "Turn on lambda.multi_value_headers.enabled of the target group.");

/**
 * `export const handler = toLambdaStream(createFirstParty(config))`, for Function URLs and REST APIs that stream (`RESPONSE_STREAM`,
 * `responseTransferMode: STREAM`). Throws a TypeError outside of Lambda, whose global `awslambda` it needs.
 */
export function toLambdaStream(handler: FirstParty) {
  const ask = asking(answering(handler, "toLambdaStream"), () => undefined);
  const { awslambda } = globalThis as { awslambda?: StreamingRuntime };
  if (!awslambda) throw new TypeError("toLambdaStream needs the global awslambda of Lambda's Node runtimes");
  return awslambda.streamifyResponse(async (event: unknown, stream: LambdaStream, _context: unknown) => {
    const { answer } = await ask(event);
    await send(answer, (prelude) => awslambda.HttpResponseStream.from(stream, prelude));
  });
}

/**
 * Answers every request. An event that is none is answered too, 400 with a sentence for whoever sees it (a warm-up, a test); but for a
 * batch, where any answer means that it was worked on: that is rejected, so that the queue keeps it and the log says why.
 */
function asking(answerOf: FirstParty["answer"], readWhole: (invocation: Invocation) => number | undefined) {
  return async (event: unknown): Promise<Pick<Invocation, "form" | "limit"> & { readonly answer: Answer }> => {
    const invocation = readEvent(event);
    if (invocation) {
      const context = { ...invocation.context, readWhole: readWhole(invocation) };
      return { ...invocation, answer: await answerOf(invocation.request, context) };
    }
    // Of queues, buckets and topics; `records` is Kafka's.
    const { Records, records = Records } = Object(event);
    if (records) throw new TypeError(NO_REQUEST);
    return { answer: failure(400, "bad_event", NO_REQUEST), form: "cookies", limit: Infinity };
  };
}

const NO_REQUEST = "This event is no HTTP request of API Gateway, a Function URL or load balancer.";
