import type { Sent } from "../../case.ts";
import type { Got } from "../../target.ts";
import { appended, arrive } from "./arrived.ts";

type EdgeHeaders = Readonly<Record<string, readonly { readonly key?: string; readonly value: string }[]>>;

interface EdgeResult {
  readonly status: unknown;
  readonly headers?: EdgeHeaders;
  readonly body?: string;
  readonly bodyEncoding?: string;
}

/**
 * The event of a behaviour with "Include body": https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-event-structure.html,
 * read on 2026-11-22. A body is cut at 40 kB or 1 MB.
 */
export function edgeEvent(eventType: "viewer-request" | "origin-request", sent: Sent, key: string): unknown {
  const request = arrive(sent, key);
  const { method, path, query, body, clientIp, forwardedFor } = request;
  const { "x-forwarded-proto": _, ...headers } = request.headers;
  const chain = eventType === "origin-request" ? appended(request) : forwardedFor;
  const limit = eventType === "viewer-request" ? 40_960 : 1_048_576;
  return {
    Records: [
      {
        cf: {
          config: { distributionDomainName: "d123.cloudfront.net", distributionId: "EDFDVBD6EXAMPLE", eventType },
          request: {
            clientIp,
            method,
            uri: path,
            querystring: query,
            headers: Object.fromEntries(
              Object.entries({ ...headers, ...(chain === undefined ? {} : { "x-forwarded-for": chain }) }).map(
                ([name, value]) => [name, [{ key: name, value }]],
              ),
            ),
            body: {
              action: "read-only",
              encoding: "base64",
              data: (body ?? Buffer.of()).subarray(0, limit).toString("base64"),
              inputTruncated: (body?.length ?? 0) > limit,
            },
          },
        },
      },
    ],
  };
}

const DISALLOWED =
  /^(?:connection|expect|keep-alive|proxy-.*|trailer|upgrade|x-accel-.*|x-amz-cf-.*|x-amzn-.*|x-cache|x-edge-.*|x-forwarded-proto|x-real-ip|transfer-encoding|via|host|content-length)$/i;

/** What CloudFront makes of it, or the 502 that it sends in its place: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-generating-http-responses-in-requests.html */
export function edgeGot(json: string, limit: number): Got {
  const { status, headers = {}, body, bodyEncoding = "text" } = JSON.parse(json) as EdgeResult;
  const refused = Object.keys(headers).filter((name) => DISALLOWED.test(name) || name !== name.toLowerCase());
  if (refused.length > 0) throw new Error(`CloudFront refuses these headers: ${refused.join(", ")}`);
  if (typeof status !== "string" || !/^[2-5]\d\d$/.test(status))
    throw new Error("CloudFront wants a status as a string");
  if (["204", "304"].includes(status) && body !== undefined) throw new Error("CloudFront refuses a body here");
  if (json.length > limit) throw new Error(`CloudFront refuses ${json.length} bytes`);
  return {
    status: Number(status),
    headers: Object.entries(headers).flatMap(([name, values]) => values.map(({ value }) => [name, value] as const)),
    body: Buffer.from(body ?? "", bodyEncoding === "base64" ? "base64" : "utf8"),
  };
}
