import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { toLambda } from "../../adapters/aws-lambda.ts";
import { type Asked, recorder } from "../support/asked.ts";
import {
  ALB,
  ALB_HEALTH_CHECK,
  ALB_MULTI,
  BATCHES,
  FUNCTION_URL,
  HTTP_1,
  HTTP_2,
  NO_REQUESTS,
  REST,
} from "./lambda-samples.ts";

async function asks(event: unknown): Promise<Asked | undefined> {
  const handler = recorder();
  await toLambda(handler)(event, {});
  return handler.asked[0];
}

const SAMPLES: Readonly<Record<string, readonly [event: unknown, asked: Partial<Asked>]>> = {
  REST: [
    REST,
    {
      method: "GET",
      url: "/",
      host: "70ixmpl4fl.execute-api.us-east-2.amazonaws.com",
      body: "",
      clientIp: "52.255.255.12",
    },
  ],
  "HTTP 1.0": [
    HTTP_1,
    { url: "/my/path?parameter1=value1&parameter1=value2&parameter2=value", host: null, body: "Hello from Lambda!" },
  ],
  "HTTP 2.0": [
    HTTP_2,
    {
      method: "POST",
      url: "/my/path?parameter1=value1&parameter1=value2&parameter2=value",
      cookie: "cookie1; cookie2",
    },
  ],
  "Function URL": [FUNCTION_URL, { clientIp: "123.123.123.123", forwardedFor: undefined, cookie: "cookie1; cookie2" }],
  ALB: [ALB, { url: "/?myKey=val2", cookie: "cookies", clientIp: "72.21.198.66", secure: true, body: "request_body" }],
  "ALB with multi-value headers": [
    ALB_MULTI,
    { url: "/?myKey=val1&myKey=val2", cookie: "name1=value1; name2=value2", forwardedFor: "appended" },
  ],
  "ALB's health check": [ALB_HEALTH_CHECK, { url: "/", host: null, clientIp: undefined }],
};

test.each(Object.entries(SAMPLES))("AWS's own sample is read: %s", async (_, [event, asked]) => {
  expect(await asks(event)).toMatchObject(asked);
});

test.each(Object.entries(NO_REQUESTS))("%s is answered with a sentence, and asks nobody", async (_, event) => {
  const handler = recorder();
  const { statusCode, body } = await toLambda(handler)(event, {});
  expect(statusCode).toBe(400);
  expect(JSON.parse(body)).toMatchObject({ code: "bad_event", message: expect.stringContaining("no HTTP request") });
  expect(handler.asked).toEqual([]);
});

test.each(Object.entries(BATCHES))(
  "a batch of %s is rejected: any answer would mean that it was worked on",
  async (_, event) => {
    const handler = recorder();
    await expect(toLambda(handler)(event, {})).rejects.toThrow("no HTTP request");
    expect(handler.asked).toEqual([]);
  },
);

const http = (rawPath: string, stage = "$default") => ({
  ...HTTP_2,
  rawPath,
  rawQueryString: "",
  requestContext: { ...HTTP_2.requestContext, stage },
});

test.each([
  ["/prod/ht/renew", "prod", "/ht/renew"],
  ["/prod/", "prod", "/"],
  ["/production/x", "prod", "/production/x"],
  ["/prod/prod/x", "prod", "/prod/x"],
  ["/$default/x", "$default", "/x"],
  ["/a b/é?#%", "$default", "/a%20b/%C3%A9%3F%23%25"],
  ["/%20", "$default", "/%2520"],
  ["/a\\b\0", "$default", "/a%5Cb%00"],
  ["//evil.example/x", "$default", "//evil.example/x"],
])("an HTTP API's path %s at stage %s is %s", async (rawPath, stage, url) => {
  expect(await asks(http(rawPath, stage))).toMatchObject({ url });
});

test("an HTTP API with payload 1.0 has its stage in the path likewise, and a REST API has not", async () => {
  const at = (event: typeof HTTP_1 | typeof REST) => ({
    ...event,
    path: "/prod/a b",
    multiValueQueryStringParameters: null,
    queryStringParameters: null,
    requestContext: { ...event.requestContext, stage: "prod" },
  });
  expect(await asks(at(HTTP_1))).toMatchObject({ url: "/a%20b" });
  expect(await asks(at(REST))).toMatchObject({ url: "/prod/a b" });
});

test("a Function URL, a REST API and a load balancer hand on the path as it was sent", async () => {
  const path = "/a%2fb%20/%C3%A9";
  for (const event of [
    { ...FUNCTION_URL, rawPath: path, rawQueryString: "" },
    { ...REST, path },
    { ...ALB, path, queryStringParameters: {} },
  ])
    expect(await asks(event)).toMatchObject({ url: path });
});

test.each([
  ["1.2.3.4, 72.21.198.66", "72.21.198.66"],
  ["2001:db8::7", "2001:db8::7"],
])("a load balancer's %s ends in the client's address, %s", async (chain, clientIp) => {
  const event = { ...ALB, headers: { ...ALB.headers, "x-forwarded-for": chain } };
  expect(await asks(event)).toMatchObject({ clientIp, forwardedFor: "appended" });
});

test("an edge-optimised REST API has CloudFront's own address at the end: nothing is counted from there", async () => {
  const event = { ...REST, multiValueHeaders: { "X-Forwarded-For": ["52.255.255.12, 70.132.0.1"] } };
  expect(await asks(event)).toMatchObject({ clientIp: "52.255.255.12", forwardedFor: undefined });
});

test("a Function URL cuts X-Forwarded-For to what the client wrote: nothing is counted there either", async () => {
  const event = { ...FUNCTION_URL, headers: { "x-forwarded-for": "123.123.123.123" } };
  expect(await asks(event)).toMatchObject({ clientIp: "123.123.123.123", forwardedFor: undefined });
});

test("gzip that came as text is told from text: its bytes are gone", async () => {
  const gzip = gzipSync("{}");
  expect(await asks({ ...REST, body: gzip.toString() })).toMatchObject({ bodyUsed: true });
  expect(await asks({ ...REST, body: "a \ufffd is text" })).toMatchObject({ bodyUsed: false });
  const event = { ...REST, body: gzip.toString("base64"), isBase64Encoded: true };
  expect(await asks(event)).toMatchObject({ bodyUsed: false, body: gzip.toString("latin1") });
});

test("other bytes that came as text are told by the length that they had", async () => {
  const length = (value: string) => ({ ...FUNCTION_URL, headers: { "content-length": value } });
  const body = Buffer.of(0x78, 0x9c, 0xff).toString();
  expect(await asks({ ...length("3"), body })).toMatchObject({ bodyUsed: true });
  expect(await asks({ ...FUNCTION_URL, body })).toMatchObject({ bodyUsed: false });
  expect(await asks({ ...length("5"), body: "a \ufffd" })).toMatchObject({ bodyUsed: false });
  expect(await asks({ ...length("9"), body: "a" })).toMatchObject({ bodyUsed: false });
});

test("a header beyond Latin-1, which fetch would throw on, goes up as the octets that it was", async () => {
  const octets = Buffer.from("日本 é").toString("latin1");
  const event = { ...FUNCTION_URL, headers: { "x-forwarded-for": "é" }, cookies: ["a=日本 é", "b=1"] };
  expect(await asks(event)).toMatchObject({ cookie: `a=${octets}; b=1` });
  expect(await asks({ ...REST, multiValueHeaders: { Cookie: ["日本 é"] } })).toMatchObject({ cookie: octets });
  expect(await asks({ ...ALB, headers: { cookie: "é" } })).toMatchObject({ cookie: "é" });
});

test("a handler has two parameters; a function around createFirstParty's own is a mistake", () => {
  expect(toLambda(recorder())).toHaveLength(2);
  expect(() => toLambda((() => {}) as never)).toThrow("toLambda takes what createFirstParty returned");
});
