import fc from "fast-check";
import { type Header, type Sent, sent } from "./requests.ts";
import { BEYOND_LATIN_1, nearly, seldom, word } from "./text.ts";

export type Form = "REST" | "HTTP 1.0" | "HTTP 2.0" | "Function URL" | "ALB" | "ALB multi" | "viewer" | "origin";

/** What a service invokes a function with, as plain data, and the request that it was made of. */
export interface Invoked {
  readonly form: Form;
  readonly sent: Sent;
  readonly event: unknown;
}

/** Changes one field of an event into something that no service sends, or that only a test event of somebody's has. */
interface Twist {
  readonly field: string;
  readonly value: unknown;
}

const FIELDS = [
  "headers",
  "multiValueHeaders",
  "cookies",
  "body",
  "isBase64Encoded",
  "path",
  "rawPath",
  "rawQueryString",
  "queryStringParameters",
  "multiValueQueryStringParameters",
  "httpMethod",
  "version",
  "type",
  "requestContext",
  "requestContext.http",
  "requestContext.elb",
  "requestContext.identity",
  "requestContext.stage",
  "requestContext.domainName",
  "requestContext.http.sourceIp",
  "requestContext.identity.sourceIp",
  "headers.host",
  "headers.cookie",
  "headers.x-forwarded-for",
  "headers.__proto__",
  "Records",
  "Records.0.cf",
  "Records.0.cf.config.eventType",
  "Records.0.cf.request.headers",
  "Records.0.cf.request.headers.host",
  "Records.0.cf.request.body",
  "Records.0.cf.request.uri",
  "Records.0.cf.request.querystring",
  "Records.0.cf.request.clientIp",
];

const ODD: readonly unknown[] = [
  undefined,
  null,
  0,
  1,
  true,
  "",
  "canary",
  "\ud800",
  "/ht/renew",
  "//evil.example/ht/renew",
  [],
  ["canary"],
  [null],
  [["a"], ["b"]],
  [{ value: "canary" }],
  {},
  { a: "canary" },
  { a: null },
  { a: ["b", null] },
  JSON.parse('{"__proto__": {"polluted": "canary"}, "constructor": "x"}') as unknown,
  { Host: "www.shop.example", HOST: "evil.example" },
  { cookie: "session=canarySession", Cookie: "xnpe_tok=canary" },
  { "x-forwarded-for": "203.0.113.7\r\nx: y" },
];

const twist: fc.Arbitrary<Twist> = fc.record({ field: word(...FIELDS), value: fc.constantFrom(...ODD) });

/** A header's value as JSON brings it: beyond Latin-1 as well. */
const wide = nearly(word("canary"), 2, BEYOND_LATIN_1);

export const invoked: fc.Arbitrary<Invoked> = fc
  .record({
    form: fc.constantFrom<Form>("REST", "HTTP 1.0", "HTTP 2.0", "Function URL", "ALB", "ALB multi"),
    sent,
    text: seldom(8, wide, fc.constant(undefined)),
    isBase64: fc.boolean(),
    twists: seldom(4, fc.array(twist, { minLength: 1, maxLength: 2 }), fc.constant<Twist[]>([])),
  })
  .map(({ form, sent: made, text, isBase64, twists }) => {
    const request = text === undefined ? made : { ...made, headers: [...made.headers, ["user-agent", text] as const] };
    return { form, sent: made, event: twists.reduce(twisted, eventOf(form, request, isBase64)) };
  });

export const invokedAtEdge: fc.Arbitrary<Invoked> = fc
  .record({
    form: fc.constantFrom<Form>("viewer", "origin"),
    sent,
    truncated: seldom(10, fc.constant(true), fc.constant(false)),
    twists: seldom(4, fc.array(twist, { minLength: 1, maxLength: 2 }), fc.constant<Twist[]>([])),
  })
  .map(({ form, sent: made, truncated, twists }) => ({
    form,
    sent: made,
    event: twists.reduce(twisted, edgeEventOf(form, made, truncated)),
  }));

function twisted(event: object, { field, value }: Twist): object {
  const keys = field.split(".");
  const last = keys.pop() ?? "";
  let at: unknown = event;
  for (const key of keys) at = (at as Record<string, unknown> | undefined)?.[key];
  // `defineProperty`, since an own `__proto__` is what JSON makes of one.
  if (typeof at === "object" && at !== null && at !== Object.prototype) {
    Object.defineProperty(at, last, { value, enumerable: true, writable: true, configurable: true });
  }
  return event;
}

function linesOf({ host, headers }: Sent): readonly Header[] {
  return host === null ? headers : [["Host", host], ...headers];
}

function lists(headers: readonly Header[]): Record<string, string[]> {
  const all: Record<string, string[]> = Object.create(null) as Record<string, string[]>;
  for (const [name, value] of headers) (all[name] ??= []).push(value);
  return all;
}

const last = (all: Record<string, string[]>): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(all).map(([name, values]) => [name, values.at(-1)]));

const joinedLines = (all: Record<string, string[]>): Record<string, string> =>
  Object.fromEntries(Object.entries(all).map(([name, values]) => [name, values.join(",")]));

function eventOf(form: Form, request: Sent, isBase64: boolean): object {
  const [path = "", ...rest] = request.target.split("?");
  const query = rest.join("?");
  const body = {
    body: request.body === "" ? null : isBase64 ? Buffer.from(request.body, "latin1").toString("base64") : request.body,
    isBase64Encoded: isBase64,
  };
  const multi = lists(linesOf(request));
  const queries = lists(
    query
      .split("&")
      .filter(Boolean)
      .map((pair): Header => {
        const at = pair.indexOf("=");
        return at < 0 ? [pair, ""] : [pair.slice(0, at), pair.slice(at + 1)];
      }),
  );
  const sourceIp = request.clientIp;
  switch (form) {
    case "HTTP 2.0":
    case "Function URL": {
      const { cookie, ...others } = joinedLines(multi);
      return {
        version: "2.0",
        rawPath: form === "HTTP 2.0" ? `/prod${path}` : path,
        rawQueryString: query,
        headers: others,
        ...(cookie === undefined ? {} : { cookies: cookie.split("; ") }),
        requestContext: {
          domainName: form === "HTTP 2.0" ? "id.execute-api.us-east-1.amazonaws.com" : "id.lambda-url.us-east-1.on.aws",
          http: { method: request.method, sourceIp },
          stage: form === "HTTP 2.0" ? "prod" : "$default",
        },
        ...body,
      };
    }
    case "ALB":
    case "ALB multi": {
      const base = { requestContext: { elb: { targetGroupArn: "arn:x" } }, httpMethod: request.method, path, ...body };
      return form === "ALB"
        ? { ...base, headers: last(multi), queryStringParameters: last(queries) }
        : { ...base, multiValueHeaders: multi, multiValueQueryStringParameters: queries };
    }
    default:
      return {
        ...(form === "HTTP 1.0" ? { version: "1.0" } : {}),
        httpMethod: request.method,
        path: form === "HTTP 1.0" ? `/prod${path}` : path,
        headers: last(multi),
        multiValueHeaders: multi,
        queryStringParameters: last(queries),
        multiValueQueryStringParameters: queries,
        requestContext: { stage: "prod", domainName: "id.execute-api.us-east-1.amazonaws.com", identity: { sourceIp } },
        ...body,
      };
  }
}

function edgeEventOf(form: Form, request: Sent, inputTruncated: boolean): object {
  const [uri = "", ...rest] = request.target.split("?");
  const all = lists(linesOf(request));
  const headers = Object.fromEntries(
    Object.entries(all).map(([name, values]) => [name.toLowerCase(), values.map((value) => ({ key: name, value }))]),
  );
  const data = Buffer.from(request.body, "latin1").toString("base64");
  const { clientIp, method } = request;
  const config = { eventType: `${form}-request` };
  const body = { data, encoding: "base64", inputTruncated };
  return {
    Records: [{ cf: { config, request: { clientIp, method, uri, querystring: rest.join("?"), headers, body } } }],
  };
}
