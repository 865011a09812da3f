import { ConfigError } from "../core/mistakes.ts";
import type { FirstParty, PlatformContext } from "../core/types.ts";
import type { ListenOptions } from "./listening.ts";

/**
 * AWS Lambda web functions, which run on `nodejs24.x`: the platform asks the function's own server at this `host:port`
 * (https://docs.aws.amazon.com/lambda/latest/dg/web-functions.html, read 2026-11-22).
 */
const LAMBDA_ENDPOINT = "AWS_LAMBDA_HTTP_ENDPOINT";

/** Where Lambda wants the server; undefined elsewhere. Throws a ConfigError on a value that is no address. */
export function lambdaEndpoint(env: Readonly<Record<string, string | undefined>>): ListenOptions | undefined {
  const value = env[LAMBDA_ENDPOINT];
  if (!value) return undefined;
  const [, address, name, port = ""] = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9.-]+)):(\d{1,5})$/i.exec(value) ?? [];
  const hostname = address ?? name;
  if (hostname === undefined || Number(port) > 65_535) {
    throw new ConfigError(`${LAMBDA_ENDPOINT} must be HOST:PORT, as AWS Lambda sets it (got ${JSON.stringify(value)})`);
  }
  return { hostname, port: Number(port), isLambdas: true };
}

/**
 * Each connection there is the platform's own; it has appended the address that asked it to X-Forwarded-For. What stands before that
 * entry is the caller's, or that of proxies which `trustedHops` counts.
 */
export function behindLambda(handler: FirstParty): FirstParty {
  return Object.assign(
    (...[request, context]: Parameters<FirstParty>) =>
      handler(request, asked(context, request.headers.get("x-forwarded-for"))),
    {
      answer: (...[request, context]: Parameters<FirstParty["answer"]>) =>
        handler.answer(request, asked(context, request.header("x-forwarded-for"))),
      patienceMs: handler.patienceMs,
    },
  );
}

function asked(context: PlatformContext | undefined, forwardedFor: string | null): PlatformContext {
  const clientIp = forwardedFor?.split(",").at(-1)?.trim();
  return { ...context, clientIp, forwardedFor: "appended", isLongLived: false };
}
