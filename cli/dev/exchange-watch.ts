import type { IncomingHttpHeaders } from "node:http";
import type { FirstParty } from "../../core/index.ts";

/** What an onlooker learns of one exchange with the service. */
export interface ExchangeWatch {
  /** The handler has answered with these Set-Cookie values; none of them has left yet. */
  answered(setCookies: readonly string[]): void;
  /** The body is about to go to the vendor. */
  goesUp(body: string): void;
}

/** The handler for one exchange, with somebody looking on. It gets and gives what it would without. */
export function watched(handler: FirstParty, watch: ExchangeWatch): FirstParty {
  const answer: FirstParty["answer"] = async (request, context) => {
    const transport = context?.fetch;
    const fetch =
      transport &&
      Object.assign(
        (...[url, upstream]: Parameters<typeof transport>) => {
          if (upstream.body !== null) watch.goesUp(new TextDecoder().decode(upstream.body));
          return transport(url, upstream);
        },
        { encoding: transport.encoding },
      );
    const answered = await handler.answer(request, { ...context, fetch });
    watch.answered(answered.setCookies);
    return answered;
  };
  return Object.assign((...args: Parameters<FirstParty>) => handler(...args), {
    answer,
    patienceMs: handler.patienceMs,
  });
}

/** What of the browser's headers the vendor got, and what it did not. A header that arrived with another value did not. */
export function splitHeaders(sent: IncomingHttpHeaders, received: IncomingHttpHeaders) {
  const stayed: Record<string, string> = {};
  for (const [name, value] of Object.entries(sent)) {
    if (name !== "cookie" && String(received[name]) !== String(value)) stayed[name] = String(value);
  }
  const reached = Object.fromEntries(Object.entries(received).map(([name, value]) => [name, String(value)]));
  const cameUp = new Set(pairs(received.cookie));
  return { reached, stayed, stayedCookies: pairs(sent.cookie).filter((pair) => !cameUp.has(pair)) };
}

function pairs(cookieHeader: string | undefined): string[] {
  return cookieHeader === undefined ? [] : cookieHeader.split("; ");
}
