import type { Answer, ClientRequest, FirstParty, PlatformContext } from "../../core/types.ts";

/** What a handler was asked, in plain values. */
export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly host: string | null;
  readonly cookie: string | null;
  readonly secure: boolean;
  readonly bodyUsed: boolean;
  readonly body: string | null;
  readonly clientIp: string | undefined;
  readonly forwardedFor: PlatformContext["forwardedFor"];
}

/** A handler that gives every request the same answer, and keeps what it was asked. */
export function recorder(answer: Partial<Answer> = {}): FirstParty & { readonly asked: Asked[] } {
  const asked: Asked[] = [];
  async function record(request: ClientRequest, { clientIp, forwardedFor }: PlatformContext = {}): Promise<Answer> {
    const body = await request.readBody(1_000);
    const { method, url, host, secure, bodyUsed = false } = request;
    const text = body === null ? null : Buffer.from(body as ArrayBuffer).toString("latin1");
    asked.push({
      method,
      url,
      host,
      cookie: request.header("cookie"),
      secure,
      bodyUsed,
      body: text,
      clientIp,
      forwardedFor,
    });
    return { status: 200, headers: { "content-type": "text/plain" }, setCookies: [], body: "ok", ...answer };
  }
  const fetch = () => Promise.reject(new Error("adapters of AWS ask by answer"));
  return Object.assign(fetch, { answer: record, patienceMs: 25_000, asked });
}
