import { join } from "node:path";
import { spawnEntry } from "../../support/serve-process.ts";
import type { Sent } from "../case.ts";
import type { Target, TargetInfo } from "../target.ts";
import { exchange } from "./exchange.ts";

/** AWS Lambda web functions: a server of Node's that the platform asks over HTTP/1.1. */
export const lambdaWebTargets: readonly TargetInfo[] = [
  {
    name: "lambda-web",
    platform: "AWS Lambda web functions",
    entry: "`listen` of `firstparty/server`",
    how: "emulated",
    start: startLambdaWeb,
  },
];

const ENTRY = join(import.meta.dirname, "../entries/lambda-web.ts");

/** The headers that the platform takes away: https://docs.aws.amazon.com/lambda/latest/dg/web-functions.html, read 2026-11-22. */
const TAKEN_AWAY =
  /^(?:connection|keep-alive|upgrade|expect|te|trailer|proxy-.*|x-real-ip|x-http-method(?:-override)?|x-method-override)$/i;

async function startLambdaWeb(sites: string): Promise<Target> {
  const { ready, stop } = await spawnEntry("node", ENTRY, {
    PARITY_SITES: sites,
    AWS_LAMBDA_HTTP_ENDPOINT: "127.0.0.1:0",
  });
  return { send: (key, sent) => exchange({ port: Number(ready) }, key, asLambdaSends(sent)), stop };
}

/** Each connection is the platform's own; the client's address is the last entry of X-Forwarded-For. */
function asLambdaSends({ clientIp = "127.0.0.1", headers = {}, ...sent }: Sent): Sent {
  const kept = Object.entries(headers).filter(([name]) => !TAKEN_AWAY.test(name) && !/^x-forwarded-for$/i.test(name));
  const written = Object.entries(headers).flatMap(([name, value]) => (/^x-forwarded-for$/i.test(name) && value) || []);
  return { ...sent, headers: { ...Object.fromEntries(kept), "x-forwarded-for": [...written, clientIp].join(", ") } };
}
