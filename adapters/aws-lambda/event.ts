import type { ClientRequest, PlatformContext } from "../../core/types.ts";
import { asOctets } from "./octets.ts";

type Values = Readonly<Record<string, string | readonly string[] | undefined>> | null;

/**
 * The part that is used of API Gateway's events (payload 1.0 and 2.0:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html), a Function URL's
 * (https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html) and a load balancer's
 * (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html); all read on 2026-11-22.
 */
interface HttpEvent {
  readonly version?: string;
  readonly httpMethod?: string;
  readonly path?: string;
  readonly rawPath?: string;
  readonly rawQueryString?: string;
  readonly queryStringParameters?: Values;
  readonly multiValueQueryStringParameters?: Values;
  readonly headers?: Values;
  readonly multiValueHeaders?: Values;
  readonly cookies?: readonly string[];
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
  readonly requestContext: {
    readonly elb?: unknown;
    readonly http?: { readonly method?: string; readonly sourceIp?: string };
    readonly identity?: { readonly sourceIp?: string };
    readonly stage?: string;
    readonly domainName?: string;
  };
  /** Authorizers' events have everything of a request, and this. */
  readonly type?: string;
}

/** Where a service looks for Set-Cookie: in `cookies`, in `multiValueHeaders` with all other headers, or in `headers`, which has room for one. */
export type ResultForm = "cookies" | "lists" | "plain";

/** One invocation as core reads it. */
export interface Invocation {
  readonly request: ClientRequest;
  readonly context: PlatformContext;
  readonly form: ResultForm;
  /** Bytes of JSON that the service takes back. */
  readonly limit: number;
}

/** Undefined where the event is none of those above. */
export function readEvent(event: unknown): Invocation | undefined {
  try {
    return invocation(event as HttpEvent);
  } catch {
    // No requestContext, a header that is null, half a surrogate pair in a path: nothing that one of the services sends.
    return undefined;
  }
}

function invocation(event: HttpEvent): Invocation | undefined {
  const { elb, http, identity, stage, domainName = "" } = event.requestContext;
  const { body, isBase64Encoded, multiValueHeaders } = event;
  const isFunctionUrl = http && domainName.includes(".lambda-url.");
  const isHttpApi = http ? !isFunctionUrl : event.version === "1.0";
  const method = http ? http.method : event.httpMethod;
  const path = http ? event.rawPath : event.path;
  if (typeof method !== "string" || typeof path !== "string" || event.type) return undefined;

  const headers = headersOf(event);
  const header = (name: string) => headers.get(name) ?? null;
  const lastForwarded = header("x-forwarded-for")?.split(",").at(-1)?.trim();
  const clientIp = elb ? lastForwarded : (http ?? identity)?.sourceIp;
  return {
    request: {
      method,
      // Put together, never resolved: `//evil.example/x` is a path, and core's to judge.
      url: (isHttpApi ? asSent(path, `/${stage}/`) : path) + queryOf(event),
      host: header("host"),
      secure: header("x-forwarded-proto") === "https",
      header,
      bodyUsed: !isBase64Encoded && isMangled(body ?? "", header("content-length")),
      async readBody(limit) {
        const bytes = Buffer.from(body ?? "", isBase64Encoded ? "base64" : "utf8");
        return bytes.length > limit ? null : bytes;
      },
    },
    context: {
      clientIp,
      // A Function URL cuts it to its first entry, the client's own word; an edge-optimised REST API has one of CloudFront's at its end.
      forwardedFor: !isFunctionUrl && (elb || lastForwarded === clientIp) ? "appended" : undefined,
    },
    form: http ? "cookies" : !elb || multiValueHeaders ? "lists" : "plain",
    // Lambda says "exceeded maximum allowed payload size (6291556 bytes)"; a load balancer takes 1 MB.
    limit: elb ? 1_000_000 : 6_291_556,
  };
}

/**
 * Bytes that the service has read as text, and that are none, are gone: each has become U+FFFD, which is three. Gzip begins so; of
 * anything else the length as sent no longer fits.
 */
function isMangled(text: string, length: string | null): boolean {
  return (
    text.includes("\ufffd") &&
    (text.startsWith("\x1f") || (length !== null && Number(length) !== Buffer.byteLength(text)))
  );
}

function headersOf({ headers, multiValueHeaders, cookies }: HttpEvent): ReadonlyMap<string, string> {
  const all = new Map<string, string>();
  for (const [key, value] of Object.entries(multiValueHeaders ?? headers ?? {})) {
    const name = key.toLowerCase();
    all.set(name, asOctets([value].flat().join(name === "cookie" ? "; " : ", ")));
  }
  if (cookies) all.set("cookie", asOctets(cookies.join("; ")));
  return all;
}

/**
 * HTTP APIs put a named stage in front, under a domain of your own as well, and decode the path (captures in
 * https://github.com/honojs/hono/issues/2156, read 2026-11-22): what cannot stand in one was an escape as sent, a percent sign too. A
 * decoded `%2f` cannot be told from a slash; what is left is judged as it stands.
 */
function asSent(path: string, stage: string): string {
  const plain = path.startsWith(stage) ? path.slice(stage.length - 1) : path;
  return encodeURI(plain).replace(/[?#]/g, encodeURIComponent);
}

/** A load balancer hands the query on as sent, payload 1.0 decoded and without its order across names; 2.0 has it raw. */
function queryOf(event: HttpEvent): string {
  const encode = event.requestContext.elb ? String : encodeURIComponent;
  const lists = event.multiValueQueryStringParameters ?? event.queryStringParameters ?? {};
  const query =
    event.rawQueryString ??
    Object.entries(lists)
      .flatMap(([name, values]) => [values ?? ""].flat().map((value) => `${encode(name)}=${encode(value)}`))
      .join("&");
  return query && `?${query}`;
}
