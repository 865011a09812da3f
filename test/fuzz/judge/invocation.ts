import { toLambda } from "../../../adapters/aws-lambda.ts";
import { toLambdaEdge } from "../../../adapters/lambda-edge.ts";
import type { Answer, FirstParty } from "../../../core/index.ts";
import { Broken, holds, same } from "../broken.ts";
import { type Arrival, arriving } from "../exchange.ts";
import type { Invoked } from "../generate/events.ts";
import { judge } from "./index.ts";
import { CONTROL } from "./up.ts";

/** What a service gets back, whichever it is. */
interface Back {
  readonly status: unknown;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly setCookies: readonly string[];
  readonly body: string;
}

/** Invokes toLambda, and judges what core saw and said, and what became of it. */
export async function judgeLambda(invoked: Invoked): Promise<void> {
  const { back, arrival } = await invoke(
    invoked,
    toLambda,
    ({ statusCode, headers, multiValueHeaders, cookies, ...rest }) => {
      const lists = Object.entries(multiValueHeaders ?? {}).flatMap(([name, values]) =>
        values.map((value) => [name, value] as const),
      );
      const all = [...Object.entries(headers ?? {}), ...lists];
      const inHeaders = all.filter(([name]) => name.toLowerCase() === "set-cookie").map(([, value]) => value);
      holds("cookies stand in one place", (cookies ?? []).length === 0 || inHeaders.length === 0, invoked.form);
      return {
        status: statusCode,
        headers: all.filter(([name]) => name.toLowerCase() !== "set-cookie"),
        setCookies: [...(cookies ?? []), ...inHeaders],
        body: Buffer.from(rest.body, rest.isBase64Encoded ? "base64" : "utf8").toString("latin1"),
      };
    },
  );
  if (back === undefined || arrival === undefined) return;
  judgeSource(invoked.event, arrival);
  judgeBack(back, arrival.answer);
}

/** The same at CloudFront. */
export async function judgeEdge(invoked: Invoked): Promise<void> {
  const { back, arrival } = await invoke(invoked, toLambdaEdge, ({ status, headers, body = "", bodyEncoding }) => {
    const all = Object.entries(headers).flatMap(([name, values]) => values.map(({ value }) => [name, value] as const));
    return {
      status: Number(status),
      headers: all.filter(([name]) => name !== "set-cookie"),
      setCookies: all.filter(([name]) => name === "set-cookie").map(([, value]) => value),
      body: Buffer.from(body, bodyEncoding === "base64" ? "base64" : "utf8").toString("latin1"),
    };
  });
  if (back !== undefined && arrival !== undefined) judgeBack(back, arrival.answer);
}

async function invoke<Result>(
  { sent, event }: Invoked,
  adapter: (handler: FirstParty) => (event: unknown, context: unknown) => Promise<Result>,
  read: (result: Result) => Back,
): Promise<{ readonly back: Back | undefined; readonly arrival: Arrival | undefined }> {
  const arrived = arriving(sent);
  let result: Result;
  try {
    result = await adapter(arrived.handler)(event, {});
  } catch (error) {
    // A batch is rejected on purpose, so that its queue keeps it.
    if ((event as { Records?: unknown }).Records) return { back: undefined, arrival: undefined };
    throw new Broken("an adapter resolves for every event", error);
  }
  const back = read(result);
  const arrival = arrived.arrival();
  if (arrival === undefined)
    holds("an event that is none is refused", back.status === 400 || back.status === 500, back.status);
  else judge(arrival.outcome);
  return { back, arrival };
}

/** The address is the service's own word, never the first entry of what the client wrote. */
function judgeSource(event: unknown, { outcome }: Arrival): void {
  const { elb, http, identity } = (event as { requestContext: Record<"elb" | "http" | "identity", Source> })
    .requestContext;
  const last = outcome.seen.header("x-forwarded-for")?.split(",").at(-1)?.trim();
  const theirs = elb ? last : (http ?? identity)?.sourceIp;
  holds("the address is what the service itself says", outcome.sent.clientIp === theirs, outcome.sent.clientIp);
}

type Source = { readonly sourceIp?: string } | null | undefined;

const ADAPTERS_OWN = new Set(["one_cookie_only", "upstream_too_large"]);

function judgeBack(back: Back, answer: Answer): void {
  for (const [name, value] of back.headers) holds("no control in what goes back", !CONTROL.test(name + value), name);
  const own = /^\{"code":"(\w+)"/.exec(back.body)?.[1] ?? "";
  if (ADAPTERS_OWN.has(own) && !(typeof answer.body === "string" && answer.body === back.body)) {
    return holds("a failure has no cookie", back.setCookies.length === 0, back.setCookies[0]);
  }
  same("the status goes back as it is", String(back.status), String(answer.status));
  same("cookies go back as they are", back.setCookies.join("\n"), answer.setCookies.join("\n"));
  for (const [name, value] of back.headers) same("headers go back as they are", value, answer.headers[name]);
  const body =
    typeof answer.body === "string" ? Buffer.from(answer.body) : Buffer.from((answer.body ?? "") as ArrayBuffer);
  same("the body goes back byte for byte", back.body, body.toString("latin1"));
}
