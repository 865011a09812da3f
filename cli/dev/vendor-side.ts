import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { toNode } from "../../adapters/node.ts";
import { createFirstParty, hightouch } from "../../core/index.ts";
import { cookieWrite } from "./cookie-write.ts";
import { readCookies } from "./demo-visitor.ts";
import { SESSION_COOKIE } from "./demo-cookies.ts";
import { splitHeaders, watched } from "./exchange-watch.ts";
import type { Journal } from "./journal.ts";
import type { Moment, VendorEvent } from "./moments.ts";
import { type ReceivedRequest, startStandInVendor } from "./stand-in-vendor.ts";
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
  const vendor = await startStandInVendor(sdkFolder, (request) => {
    const event = readEvent(request.body);
    if (event === undefined) return;
    const sent = underWay.get(event.messageId);
    underWay.delete(event.messageId);
    const moment: Moment = { at: Date.now(), kind: "event", event: vendorEvent(event, request, sent ?? {}) };
    journal.append(sessionIn(sent), [moment]);
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
          const event = readEvent(body);
          if (event !== undefined) underWay.set(event.messageId, incoming.headers);
        },
      });
      await toNode(handler)(incoming, outgoing);
    },
    stop: vendor.stop,
  };
}

type EventBody = Pick<VendorEvent, "messageId" | "type" | "event" | "userId" | "anonymousId">;

/** Undefined for what is no event: whoever asks may post anything to a path of the vendor's. */
function readEvent(body: string): EventBody | undefined {
  try {
    const event = JSON.parse(body) as EventBody | null;
    return typeof event?.messageId === "string" ? event : undefined;
  } catch {
    return undefined;
  }
}

function vendorEvent(event: EventBody, { path, headers, body }: ReceivedRequest, sent: IncomingHttpHeaders) {
  const { messageId, type, userId, anonymousId } = event;
  const said = { messageId, type, event: event.event, userId, anonymousId };
  return { ...said, path, body, isOwn: true, ...splitHeaders(sent, headers) };
}

function sessionIn(headers: IncomingHttpHeaders = {}): string {
  const session = readCookies(headers).find(({ name }) => name === SESSION_COOKIE);
  return session?.value ?? "";
}
