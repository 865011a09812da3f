import type { Sent } from "../../case.ts";

/** A request as it is at a service's door, before the service makes an event of it. */
export interface Arrived {
  readonly method: string;
  readonly path: string;
  /** Without its `?`. */
  readonly query: string;
  /** Lower-case names, X-Forwarded-For not among them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
  readonly clientIp: string;
  /** What the client wrote. */
  readonly forwardedFor: string | undefined;
}

export function arrive(sent: Sent, key: string): Arrived {
  const { method = "GET", path, body, isChunked = false, clientIp = "127.0.0.1" } = sent;
  const all = { host: "www.shop.example", ...sent.headers, "x-parity": key };
  const { "x-forwarded-for": forwardedFor, ...headers } = Object.fromEntries(
    Object.entries(all).filter((header): header is [string, string] => header[1] !== null),
  );
  const bytes = body === undefined ? undefined : Buffer.from(body);
  if (bytes !== undefined && !isChunked) headers["content-length"] ??= String(bytes.length);
  // The services are https; a tool that plays them on a developer's machine is not.
  const isLocal = /^(?:localhost|[^:]*\.localhost|127\.|\[::1\])/.test(headers["host"] ?? "");
  headers["x-forwarded-proto"] = isLocal ? "http" : "https";
  const target = path.replace(/^https?:\/\/[^/]+/, "");
  const question = target.indexOf("?");
  return {
    method,
    path: question < 0 ? target : target.slice(0, question),
    query: question < 0 ? "" : target.slice(question + 1),
    headers,
    body: bytes,
    clientIp,
    forwardedFor,
  };
}

/** The client's own words, and behind them the address that the service has seen. */
export function appended({ forwardedFor, clientIp }: Arrived): string {
  return forwardedFor === undefined ? clientIp : `${forwardedFor}, ${clientIp}`;
}

/**
 * How HTTP APIs, Function URLs and load balancers put a body into JSON: what the content type calls text as text, whatever the bytes are
 * (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html, read on 2026-11-22), all else as base64.
 */
export function bodyByType({ headers, body }: Arrived): { body?: string; isBase64Encoded: boolean } {
  if (body === undefined) return { isBase64Encoded: false };
  const isText = /^(?:text\/|application\/(?:json|javascript|xml)\b)/.test(headers["content-type"] ?? "");
  return isText && headers["content-encoding"] === undefined
    ? { body: body.toString("utf8"), isBase64Encoded: false }
    : { body: body.toString("base64"), isBase64Encoded: true };
}

/** A query by name, each with its values in order. */
export function queryLists(query: string, decode: (text: string) => string): Record<string, string[]> {
  const lists: Record<string, string[]> = Object.create(null);
  for (const part of query.split("&").filter((each) => each !== "")) {
    const equals = part.indexOf("=");
    const name = decode(equals < 0 ? part : part.slice(0, equals));
    (lists[name] ??= []).push(equals < 0 ? "" : decode(part.slice(equals + 1)));
  }
  return lists;
}

export function lastOf(lists: Readonly<Record<string, readonly string[]>>): Record<string, string> {
  return Object.fromEntries(Object.entries(lists).map(([name, values]) => [name, values.at(-1) ?? ""]));
}

export function mapped<Value>(headers: Readonly<Record<string, string>>, to: (value: string) => Value) {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, to(value)]));
}
