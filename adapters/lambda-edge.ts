import type { FirstParty } from "../core/types.ts";
import { asOctets } from "./aws-lambda/octets.ts";
import { answering, failure, inOnePiece, type WholeAnswer } from "./aws-lambda/whole-answer.ts";

type EdgeHeaders = Readonly<Record<string, readonly { readonly key?: string; readonly value: string }[]>>;

/** The part that is used: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-event-structure.html, read on 2026-11-22. */
interface EdgeRecord {
  readonly config: { readonly eventType: string };
  readonly request: {
    readonly clientIp: string;
    readonly method: string;
    readonly uri: string;
    readonly querystring: string;
    readonly headers: EdgeHeaders;
    readonly body?: { readonly data: string; readonly encoding: string; readonly inputTruncated: boolean };
  };
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-generating-http-responses-in-requests.html */
export interface LambdaEdgeResponse {
  readonly status: string;
  readonly headers: Readonly<Record<string, { readonly key: string; readonly value: string }[]>>;
  readonly body?: string;
  readonly bodyEncoding?: "text" | "base64";
}

/**
 * `export const handler = toLambdaEdge(createFirstParty(config))`, for a viewer or origin request of a CloudFront behaviour that has the
 * vendors' paths and nothing else: every request is answered here, and none goes on to the origin. It wants "Include body".
 *
 * An origin request may take 30 s and answer 1 MB; a viewer request 5 s (`timeouts` in the config have to be shorter) and 40 kB, which the
 * SDK's files exceed. The Host of an origin request is the origin's: set `publicHost`.
 */
export function toLambdaEdge(handler: FirstParty): (event: unknown, context: unknown) => Promise<LambdaEdgeResponse> {
  const answerOf = answering(handler, "toLambdaEdge");
  return async (event, _context) => {
    const record = recordOf(event);
    if (record === undefined) return toResponse(NO_REQUEST);
    const { clientIp, headers } = record.request;
    const limit = record.config.eventType === "viewer-request" ? 40_000 : 1_000_000;
    // CloudFront writes it on the way to the origin only; a viewer can name its own address itself, behind one of its choice.
    const forwardedFor =
      record.config.eventType === "origin-request" &&
      valueOf(headers, "x-forwarded-for")?.split(",").at(-1)?.trim() === clientIp;
    const answered = await answerOf(requestView(record), {
      clientIp,
      forwardedFor: forwardedFor ? "appended" : undefined,
      readWhole: limit,
    });
    return inOnePiece(answered, limit, toResponse);
  };
}

const NO_REQUEST = failure(
  500,
  "bad_event",
  "This event is no viewer request or origin request of CloudFront; those of API Gateway and others go to toLambda.",
);

function recordOf(event: unknown): EdgeRecord | undefined {
  try {
    const record = (event as { Records: { cf: EdgeRecord }[] }).Records[0]?.cf;
    const { method, uri, querystring, headers } = record?.request ?? {};
    const texts = [record?.config.eventType, method, uri, querystring];
    for (const values of Object.values(headers as EdgeHeaders)) texts.push(...values.map(({ value }) => value));
    const isRequest = texts.every((text) => typeof text === "string") && EVENT_TYPE.test(texts[0] ?? "");
    return isRequest ? record : undefined;
  } catch {
    // No record, no headers, a header without a list: nothing that CloudFront sends.
    return undefined;
  }
}

const EVENT_TYPE = /^(?:viewer|origin)-request$/;

function requestView({ request }: EdgeRecord) {
  const { method, uri, querystring, headers, body } = request;
  const header = (name: string) => valueOf(headers, name);
  return {
    method,
    url: querystring === "" ? uri : `${uri}?${querystring}`,
    host: header("host"),
    // Said where the origin request policy names the header; it decides on this very machine only.
    secure: header("cloudfront-forwarded-proto") === "https",
    header,
    // Without "Include body" an event would go up empty.
    bodyUsed: body === undefined && header("content-length") !== "0",
    async readBody(limit: number) {
      const bytes = Buffer.from(body?.data ?? "", body?.encoding === "text" ? "utf8" : "base64");
      // CloudFront cuts a body at 40 kB or 1 MB and hands on what is left of it.
      return body?.inputTruncated || bytes.length > limit ? null : bytes;
    },
  };
}

function valueOf(headers: EdgeHeaders, name: string): string | null {
  const values = headers[name]?.map(({ value }) => value);
  return values === undefined ? null : asOctets(values.join(name === "cookie" ? "; " : ", "));
}

/**
 * Headers that CloudFront refuses with 502 or writes by itself, Content-Length among them:
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-function-restrictions-all.html, read on 2026-11-22.
 */
const NOT_OURS =
  /^(?:connection|content-length|expect|host|keep-alive|proxy-.*|trailer|transfer-encoding|upgrade|via|x-accel-.*|x-amz-cf-.*|x-amzn-.*|x-cache.*|x-edge-.*|x-forwarded-proto|x-real-ip)$/;

function toResponse({ status, headers, setCookies, body, isBase64Encoded }: WholeAnswer): LambdaEdgeResponse {
  const all: Record<string, { key: string; value: string }[]> = {};
  for (const [key, value] of Object.entries(headers)) if (!NOT_OURS.test(key)) all[key] = [{ key, value }];
  if (setCookies.length > 0) all["set-cookie"] = setCookies.map((value) => ({ key: "set-cookie", value }));
  const content = { body, bodyEncoding: isBase64Encoded ? "base64" : "text" } as const;
  // A 204 with a body, be it an empty one, is 502.
  return { status: String(status), headers: all, ...(body === "" ? {} : content) };
}
