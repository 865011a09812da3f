import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { toNode } from "../../adapters/node.ts";
import { createFirstParty, hightouch } from "../../core/index.ts";
import { cookieWrite } from "./cookie-write.ts";
import { readCookies } from "./demo-visitor.ts";
import { SESSION_COOKIE } from "./demo-cookies.ts";
import { splitHeaders, watched } from "./exchange-watch.ts";
import type { Journal } from "./journal.ts";
import type { Moment } from "./moments.ts";
import { readEvents, type SentEvent } from "./sent-events.ts";
import { playVendor, type ReceivedRequest } from "./stand-in-vendor.ts";
import { sampleCookies } from "./vendor-sample.ts";

/** Everything below /ht and /sample, and the stand-in vendor behind it; each exchange goes into the journal. */
export interface VendorSide {
  serves(path: string): boolean;
  serve(incoming: IncomingMessage, outgoing: ServerResponse, path: string): Promise<void>;
  stop(): Promise<void>;
}

export async function startVendorSide(sdkFolder: string, journal: Journal): Promise<VendorSide> {
  /** The browser's headers of events on their way, by what the vendor knows an event by. */
  const underWay = new Map<string, IncomingHttpHeaders>();
  const vendor = await playVendor(sdkFolder, (request) => {
    for (const event of readEvents(request.body)) {
      const sent = underWay.get(event.messageId);
      underWay.delete(event.messageId);
      const moment: Moment = { at: Date.now(), kind: "event", event: vendorEvent(event, request, sent ?? {}) };
      journal.append(sessionIn(sent), [moment]);
    }
  });
  const hosts = { cdn: vendor.url, events: vendor.url };
  const firstParty = createFirstParty({ vendors: [hightouch({ hosts })], cookieDomains: [] });
  /** Relays for the sample's set-up, whose renew and clear are another's. */
  const besideSample = createFirstParty({ vendors: [hightouch({ hosts, path: "/sample" })], cookieDomains: [] });

  function record(incoming: IncomingMessage, path: string, setCookies: readonly string[]): void {
    const call = /\/(renew|clear)$/.exec(path)?.[1];
    if (call === undefined) return;
    const at = Date.now();
    const writes = setCookies.map((each) => cookieWrite(each, at));
    journal.append(sessionIn(incoming.headers), [{ at, kind: "server", call, writes }]);
  }

  return {
    serves: (path) => path.startsWith("/ht/") || path.startsWith("/sample/"),
    async serve(incoming, outgoing, path) {
      const call = /^\/sample\/(renew|clear)$/.exec(path)?.[1];
      if (call === "renew" || call === "clear") {
        const setCookies = sampleCookies(call, incoming.headers.cookie);
        record(incoming, path, setCookies);
        outgoing.writeHead(200, { "content-type": "application/json", "set-cookie": setCookies }).end("{}");
        return;
      }
      const handler = watched(path.startsWith("/sample/") ? besideSample : firstParty, {
        answered: (setCookies) => record(incoming, path, setCookies),
        goesUp(body) {
          for (const { messageId } of readEvents(body)) underWay.set(messageId, incoming.headers);
        },
      });
      await toNode(handler)(incoming, outgoing);
    },
    stop: vendor.stop,
  };
}

function vendorEvent(event: SentEvent, { path, headers }: ReceivedRequest, sent: IncomingHttpHeaders) {
  return { ...event, path, isOwn: true, ...splitHeaders(sent, headers) };
}

function sessionIn(headers: IncomingHttpHeaders = {}): string {
  const session = readCookies(headers).find(({ name }) => name === SESSION_COOKIE);
  return session?.value ?? "";
}
