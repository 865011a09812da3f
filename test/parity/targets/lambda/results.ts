import type { Got } from "../../target.ts";

/** What a client gets of the result that a function returned, as JSON. Throws where the service would send an error of its own. */
export type ResultReader = (json: string) => Got;

interface Result {
  readonly statusCode?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>>;
  readonly cookies?: readonly string[];
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

type Pairs = (readonly [name: string, value: string])[];

/** Payload 1.0: both maps are read, and for a name in both the list counts. Any other field is a malformed answer. */
export const restGot: ResultReader = (json) => {
  const result = parse(json, 6_291_556, ["headers", "multiValueHeaders"]);
  const listed = lists(result.multiValueHeaders);
  return got(result, [...plain(result.headers).filter(([name]) => !listed.some(([each]) => each === name)), ...listed]);
};

/** Payload 2.0: `multiValueHeaders` is not read; each of `cookies` is a Set-Cookie, beside one in `headers`. */
export const httpGot: ResultReader = (json) => {
  const result = parse(json, 6_291_556, ["headers", "multiValueHeaders", "cookies"]);
  return got(result, [
    ...plain(result.headers),
    ...(result.cookies ?? []).map((each) => ["set-cookie", each] as const),
  ]);
};

/** Without multi-value headers a load balancer reads `headers` alone. */
export const albGot: ResultReader = (json) => {
  const result = parse(json, 1_048_576, ["headers", "multiValueHeaders", "statusDescription"]);
  return got(result, plain(result.headers));
};

/** With them, `multiValueHeaders` alone, and of each the last value comes first. */
export const albMultiGot: ResultReader = (json) => {
  const result = parse(json, 1_048_576, ["headers", "multiValueHeaders", "statusDescription"]);
  return got(result, lists(result.multiValueHeaders).toReversed());
};

function parse(json: string, limit: number, fields: readonly string[]): Result {
  if (Buffer.byteLength(json) > limit) throw new Error("the service refuses so large a result");
  const result = JSON.parse(json) as Result;
  const unknown = Object.keys(result).filter(
    (field) => !["statusCode", "body", "isBase64Encoded", ...fields].includes(field),
  );
  if (unknown.length > 0) throw new Error(`the service does not know ${unknown.join(", ")}`);
  if (typeof result.statusCode !== "number") throw new Error("the service wants a statusCode that is a number");
  return result;
}

function got({ statusCode, body = "", isBase64Encoded = false }: Result, headers: Pairs): Got {
  return { status: Number(statusCode), headers, body: Buffer.from(body, isBase64Encoded ? "base64" : "utf8") };
}

function plain(headers: Result["headers"] = {}): Pairs {
  return Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
}

function lists(headers: Result["multiValueHeaders"] = {}): Pairs {
  return Object.entries(headers).flatMap(([name, values]) =>
    values.map((value) => [name.toLowerCase(), value] as const),
  );
}
