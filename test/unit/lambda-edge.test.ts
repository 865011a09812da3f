import { expect, test } from "vitest";
import { toLambdaEdge } from "../../adapters/lambda-edge.ts";
import { recorder } from "../support/asked.ts";
import { BATCHES, HTTP_2 } from "./lambda-samples.ts";

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-event-structure.html, a viewer request; copied on 2026-11-22. */
const VIEWER = {
  config: {
    distributionDomainName: "d111111abcdef8.cloudfront.net",
    distributionId: "EDFDVBD6EXAMPLE",
    eventType: "viewer-request",
    requestId: "4TyzHTaYWb1GX1qTfsHhEqV6HUDd_BzoBZnwfnvQc_1oF26ClkoUSEQ==",
  },
  request: {
    clientIp: "203.0.113.178",
    headers: {
      host: [{ key: "Host", value: "d111111abcdef8.cloudfront.net" }],
      "user-agent": [{ key: "User-Agent", value: "curl/7.66.0" }],
      accept: [{ key: "accept", value: "*/*" }],
    },
    method: "GET",
    querystring: "",
    uri: "/",
  },
};

/** The same page, an origin request. */
const ORIGIN = {
  config: { ...VIEWER.config, eventType: "origin-request" },
  request: {
    clientIp: "203.0.113.178",
    headers: {
      "x-forwarded-for": [{ key: "X-Forwarded-For", value: "203.0.113.178" }],
      "user-agent": [{ key: "User-Agent", value: "Amazon CloudFront" }],
      via: [{ key: "Via", value: "2.0 2afae0d44e2540f472c0635ab62c232b.cloudfront.net (CloudFront)" }],
      host: [{ key: "Host", value: "example.org" }],
      "cache-control": [{ key: "Cache-Control", value: "no-cache" }],
    },
    method: "GET",
    origin: { custom: { customHeaders: {}, domainName: "example.org", keepaliveTimeout: 5, path: "", port: 443 } },
    querystring: "",
    uri: "/",
  },
};

const event = (cf: unknown) => ({ Records: [{ cf }] });

test("AWS's own samples are read", async () => {
  const handler = recorder();
  const edge = toLambdaEdge(handler);
  expect(edge).toHaveLength(2);
  await edge(event(VIEWER), {});
  await edge(event(ORIGIN), {});
  const both = { method: "GET", url: "/", body: "", clientIp: "203.0.113.178" };
  expect(handler.asked).toMatchObject([
    { ...both, host: "d111111abcdef8.cloudfront.net", forwardedFor: undefined },
    { ...both, host: "example.org", forwardedFor: "appended" },
  ]);
});

test("X-Forwarded-For counts where CloudFront has put the viewer at its end, and nowhere else", async () => {
  const handler = recorder();
  const edge = toLambdaEdge(handler);
  for (const value of ["6.6.6.6", "6.6.6.6, 203.0.113.178"]) {
    const headers = { ...VIEWER.request.headers, "x-forwarded-for": [{ value }] };
    await edge(event({ ...VIEWER, request: { ...VIEWER.request, headers } }), {});
  }
  const counted = { clientIp: "203.0.113.178", forwardedFor: undefined };
  expect(handler.asked).toMatchObject([counted, counted]);
});

const withBody = (body: object | undefined) => ({
  ...VIEWER,
  request: {
    ...VIEWER.request,
    method: "POST",
    querystring: "a=%2F&a",
    headers: { ...VIEWER.request.headers, "content-length": [{ key: "Content-Length", value: "2" }] },
    ...(body === undefined ? {} : { body }),
  },
});

test("a header beyond Latin-1, which fetch would throw on, goes up as the octets that it was", async () => {
  const handler = recorder();
  const headers = { ...VIEWER.request.headers, cookie: [{ value: "a=日本" }] };
  await toLambdaEdge(handler)(event({ ...VIEWER, request: { ...VIEWER.request, headers } }), {});
  expect(handler.asked).toMatchObject([{ cookie: `a=${Buffer.from("日本").toString("latin1")}` }]);
});

test("a body is base64; one that CloudFront has cut is too large, whatever is left of it", async () => {
  const handler = recorder();
  const body = { action: "read-only", encoding: "base64", data: "e30=", inputTruncated: false };
  await toLambdaEdge(handler)(event(withBody(body)), {});
  await toLambdaEdge(handler)(event(withBody({ ...body, inputTruncated: true })), {});
  expect(handler.asked).toMatchObject([{ url: "/?a=%2F&a", body: "{}" }, { body: null }]);
});

test("without Include body an event would go up empty: core is told that its body is gone", async () => {
  const handler = recorder();
  await toLambdaEdge(handler)(event(withBody(undefined)), {});
  const headers = { ...VIEWER.request.headers, "content-length": [{ value: "0" }] };
  await toLambdaEdge(handler)(event({ ...VIEWER, request: { ...VIEWER.request, method: "POST", headers } }), {});
  expect(handler.asked).toMatchObject([{ bodyUsed: true }, { bodyUsed: false }]);
});

test("the answer is of CloudFront's form, and without the headers that it refuses", async () => {
  const headers = {
    "content-type": "text/javascript",
    "content-length": "2",
    via: "1.1 x",
    "x-amz-cf-id": "1",
    "x-cache": "Hit",
  };
  const edge = toLambdaEdge(recorder({ headers, setCookies: ["a=1", "b=2"], body: Buffer.of(0xff) }));
  expect(await edge(event(ORIGIN), {})).toEqual({
    status: "200",
    headers: {
      "content-type": [{ key: "content-type", value: "text/javascript" }],
      "set-cookie": [
        { key: "set-cookie", value: "a=1" },
        { key: "set-cookie", value: "b=2" },
      ],
    },
    body: "/w==",
    bodyEncoding: "base64",
  });
});

test.each([204, 304])("a %i has no body at all", async (status) => {
  const result = await toLambdaEdge(recorder({ status, body: null }))(event(VIEWER), {});
  expect(result).toMatchObject({ status: String(status) });
  expect(Object.keys(result)).toEqual(["status", "headers"]);
});

test("a viewer request takes 40 kB back, an origin request 1 MB; more is 502 with a sentence", async () => {
  const status = async (bytes: number, cf: unknown) =>
    (await toLambdaEdge(recorder({ body: "x".repeat(bytes) }))(event(cf), {})).status;
  expect(await status(39_000, VIEWER)).toBe("200");
  expect(await status(41_000, VIEWER)).toBe("502");
  expect(await status(990_000, ORIGIN)).toBe("200");
  expect(await status(1_100_000, ORIGIN)).toBe("502");
});

test.each(
  Object.entries<unknown>({
    "an empty event": {},
    null: null,
    "a batch of SQS": BATCHES.SQS,
    "an HTTP API": HTTP_2,
    "a viewer response": event({ config: { ...VIEWER.config, eventType: "viewer-response" }, request: VIEWER.request }),
    "half an event": event({ config: VIEWER.config }),
    "a request without a query": event({ ...VIEWER, request: { ...VIEWER.request, querystring: undefined } }),
    "a request without a path": event({ ...VIEWER, request: { ...VIEWER.request, uri: undefined } }),
    "headers in another form": event({ ...VIEWER, request: { ...VIEWER.request, headers: { host: "" } } }),
    "a header that is none": event({ ...VIEWER, request: { ...VIEWER.request, headers: { host: [null] } } }),
    "a header that is no text": event({ ...VIEWER, request: { ...VIEWER.request, headers: { host: [{ value: 7 }] } } }),
  }),
)("%s is answered with a sentence, and asks nobody", async (_, stranger) => {
  const handler = recorder();
  const { status, body } = await toLambdaEdge(handler)(stranger, {});
  expect([status, body]).toEqual(["500", expect.stringContaining("viewer request or origin request")]);
  expect(handler.asked).toEqual([]);
});
