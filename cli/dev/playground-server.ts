import type { IncomingMessage, ServerResponse } from "node:http";
import { isDemoCookie, SESSION_COOKIE } from "./demo-cookies.ts";
import { type Journal, openJournal } from "./journal.ts";
import { listenOnLoopback, type LoopbackServer } from "./loopback-server.ts";
import type { Moment } from "./moments.ts";
import { BLANK_PAGE, PANEL_CSP, PANEL_PAGE } from "./panel-page.ts";
import { isDemoSite, readCookies, sessionOf } from "./demo-visitor.ts";
import { readText } from "./read-text.ts";
import { sdkFolder } from "./sdk-folder.ts";
import { isSetUp } from "./set-ups.ts";
import { SHOP_CSP, shopPage } from "./shop-page.ts";
import { type PageFile, readPageFiles } from "./page-files.ts";
import { readToldMoments } from "./told-moments.ts";
import { startVendorSide, type VendorSide } from "./vendor-side.ts";

const PAGE = "text/html; charset=utf-8";
/** A page tells a few writes at a time; browsers let a beacon have no more. */
const MOST_TOLD_BYTES = 65_536;

/** A shop with the real SDK, the services behind it, a stand-in vendor, and a panel that shows it all. Rejects where the port is taken. */
export async function startPlayground(port: number): Promise<LoopbackServer> {
  const journal = openJournal();
  const files = await readPageFiles();
  const vendor = await startVendorSide(sdkFolder(), journal);
  const site = await listenOnLoopback((incoming, outgoing) => {
    // What breaks off has nobody to answer.
    serve(incoming, outgoing, { journal, files, vendor }).catch(() => outgoing.destroy());
  }, port).catch(async (error: unknown) => {
    await vendor.stop();
    throw error;
  });
  return {
    port: site.port,
    async stop() {
      journal.close();
      await site.stop();
      await vendor.stop();
    },
  };
}

interface Behind {
  readonly journal: Journal;
  readonly files: ReadonlyMap<string, PageFile>;
  readonly vendor: VendorSide;
}

async function serve(incoming: IncomingMessage, outgoing: ServerResponse, { journal, files, vendor }: Behind) {
  const { pathname, searchParams } = new URL(incoming.url ?? "", "http://localhost");
  if (!isDemoSite(incoming)) return send(outgoing, 403, "text/plain", "The playground answers its own pages only.\n");
  if (vendor.serves(pathname)) return vendor.serve(incoming, outgoing, pathname);

  const session = sessionOf(incoming, outgoing);
  const file = files.get(pathname);
  if (file !== undefined) return send(outgoing, 200, file.type, file.content);
  const [, place, setUp = "", ...rest] = pathname.split("/");
  if (place === "shop" && isSetUp(setUp)) return send(outgoing, 200, PAGE, shopPage(setUp, rest.join("/")), SHOP_CSP);

  switch (`${incoming.method} ${pathname}`) {
    case "GET /":
      return send(outgoing, 200, PAGE, PANEL_PAGE, PANEL_CSP);
    case "GET /playground/blank":
      return send(outgoing, 200, PAGE, BLANK_PAGE);
    case "GET /playground/cookies":
      return send(outgoing, 200, "application/json", JSON.stringify(demoCookies(incoming)));
    case "GET /playground/journal": {
      const writes = demoCookies(incoming)
        .filter(({ name }) => name !== SESSION_COOKIE)
        .map((cookie) => ({ store: "cookie" as const, ...cookie }));
      if (journal.isNew(session)) journal.append(session, [{ at: Date.now(), kind: "found", writes }]);
      return journal.stream(session, outgoing);
    }
    case "POST /playground/moments":
      return take(incoming, outgoing, (moments) => journal.append(session, moments));
    case "POST /playground/fresh": {
      const wanted = searchParams.get("set-up") ?? "";
      for (const { name } of demoCookies(incoming)) {
        if (name !== SESSION_COOKIE) outgoing.appendHeader("set-cookie", `${name}=; Path=/; Max-Age=0`);
      }
      journal.append(session, [{ at: Date.now(), kind: "fresh", setUp: isSetUp(wanted) ? wanted : "firstparty" }]);
      return send(outgoing, 204);
    }
    default:
      return send(outgoing, 404, "text/plain", "There is nothing here.\n");
  }
}

async function take(incoming: IncomingMessage, outgoing: ServerResponse, keep: (moments: readonly Moment[]) => void) {
  const body = await readText(incoming, MOST_TOLD_BYTES);
  if (body === null) {
    // What is left of it is not read: the connection ends with the answer.
    outgoing.setHeader("connection", "close");
    return send(outgoing, 413, "text/plain", "That is too long for a page of the playground.\n");
  }
  const moments = readToldMoments(body);
  if (moments === undefined)
    return send(outgoing, 400, "text/plain", "That is not what a page of the playground tells.\n");
  keep(moments);
  return send(outgoing, 204);
}

function demoCookies(incoming: IncomingMessage) {
  return readCookies(incoming.headers).filter(({ name }) => isDemoCookie(name));
}

function send(outgoing: ServerResponse, status: number, type?: string, body: string | Buffer = "", csp?: string): void {
  outgoing.setHeader("cache-control", "no-store");
  if (type !== undefined) outgoing.setHeader("content-type", type);
  if (csp !== undefined) outgoing.setHeader("content-security-policy", csp);
  outgoing.writeHead(status).end(body);
}
