import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { listenOnLoopback } from "../../cli/dev/loopback-server.ts";
import type { ReceivedRequest } from "../../cli/dev/stand-in-vendor.ts";
import { parseCookieHeader } from "../../core/cookie-header.ts";
import { bloomreachClient } from "./bloomreach-client.ts";

/** One command of a request to `/bulk`. */
export interface BloomreachCommand {
  readonly name: string;
  readonly data: {
    readonly type?: string;
    readonly project_id?: string;
    readonly company_id?: string;
    readonly cookie?: string;
    readonly customer_ids?: Readonly<Record<string, string>>;
    readonly ids?: Readonly<Record<string, string>>;
    readonly properties?: Readonly<Record<string, unknown>>;
  };
  /** The `xnpe_` cookies that came beside it. */
  readonly twins: Readonly<Record<string, string>>;
  readonly isBeacon: boolean;
  /** Whose it is: who is named in it, or whom the request was taken for. */
  readonly person: string | undefined;
}

export interface BloomreachVendor {
  /** Base URL, for `hosts.api`. */
  readonly url: string;
  /** Every request so far, in order of arrival. */
  readonly received: readonly ReceivedRequest[];
  /** Every command that has been taken, in order; those of one name where one is given. */
  commands(name?: string): readonly BloomreachCommand[];
  /** Answers `/bulk` with this status and takes nothing, until told otherwise. */
  bulkAnswers: number | "as it is";
  stop(): Promise<void>;
}

export interface BloomreachVendorOptions {
  /** Whether it sets `xnpe_<token>`, as an instance with a Custom Tracking Domain does. Default true. */
  readonly setsCookie?: boolean;
  /** Whether `xnpe_<token>` tells it who comes, as its documentation says of every instance. Default true. */
  readonly readsCookie?: boolean;
}

/** SDK 3.15.0 asks for three years. */
const THREE_YEARS_MS = 94_608_000_000;
const MODIFICATIONS = /^\/webxp\/script(?:-async)?\/([^/]+)\/([^/]+)\/modifications\.min\.js$/;
const BUNDLE = /^\/webxp\/projects\/[^/]+\/bundle$/;

/**
 * Plays a Bloomreach instance on this machine, by what its documentation says and its SDK was seen to wait for. Where the two cookies of a
 * visitor disagree it does the worst that one could do: `xnpe_<token>` is the person, whatever the request says.
 */
export async function startBloomreach({
  setsCookie = true,
  readsCookie = true,
}: BloomreachVendorOptions = {}): Promise<BloomreachVendor> {
  const received: ReceivedRequest[] = [];
  const all: BloomreachCommand[] = [];

  function setCookie(outgoing: ServerResponse, token: string, person: string): void {
    const expires = new Date(Date.now() + THREE_YEARS_MS).toUTCString();
    if (setsCookie)
      outgoing.appendHeader(
        "set-cookie",
        `xnpe_${token}=${person}; Domain=bloomreach.invalid; Path=/; Expires=${expires}; Secure; SameSite=None`,
      );
  }

  const known = (twins: Readonly<Record<string, string>>, token: string) =>
    readsCookie ? twins[`xnpe_${token}`] : undefined;

  function bulk({ body, headers }: ReceivedRequest, outgoing: ServerResponse): void {
    if (vendor.bulkAnswers !== "as it is") return sendJson(outgoing, vendor.bulkAnswers, { success: false });
    const twins = twinsIn(headers.cookie);
    const { commands = [], beacon = false } = JSON.parse(body) as {
      commands?: BloomreachCommand[];
      beacon?: boolean;
    };
    if (commands.length === 0) return sendJson(outgoing, 400, { success: false, message: "No commands" });
    let taken: string | undefined;
    const results = commands.map(({ name, data }) => {
      if (name === "system/time") return { status: "ok", time: Date.now() / 1_000 };
      if (name !== "system/ids") return { status: "ok" };
      const token = data.project_id ?? "";
      const cookie = known(twins, token) ?? data.cookie ?? randomUUID();
      taken = cookie;
      setCookie(outgoing, token, cookie);
      return { status: "ok", data: { cookie } };
    });
    for (const command of commands) {
      const named = command.data.customer_ids ?? command.data.ids ?? {};
      all.push({ ...command, twins, isBeacon: beacon, person: named["cookie"] ?? taken });
    }
    sendJson(outgoing, 200, { success: true, results });
  }

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = "", url: path = "", headers } = incoming;
    const request = { method, path, headers, body: await text(incoming) };
    received.push(request);
    const plain = path.replace(/\?.*/, "");
    const [, token = "", person = ""] = MODIFICATIONS.exec(plain) ?? [];
    if (method === "POST" && plain === "/bulk") bulk(request, outgoing);
    else if (method === "POST") sendJson(outgoing, 200, { success: true, data: [] });
    else if (plain === "/js/exponea.min.js")
      sendScript(outgoing, `(${bloomreachClient})();\n//# sourceMappingURL=exponea.min.js.map\n`);
    else if (plain === "/js/exponea.min.js.map")
      sendJson(outgoing, 200, { version: 3, sources: [], names: [], mappings: "" });
    else if (plain === "/js/service-worker.min.js") sendScript(outgoing, `(${serviceWorker})();\n`);
    else if (token !== "") {
      const taken = known(twinsIn(headers.cookie), token) ?? (person === "new" ? randomUUID() : person);
      setCookie(outgoing, token, taken);
      const script = `webxpClient.config = { cookie: ${JSON.stringify(taken)} };\nwebxpClient.init = true;\n`;
      sendScript(outgoing, script, "private, no-store");
    } else if (BUNDLE.test(plain)) sendJson(outgoing, 200, { constantManagedTags: [] });
    else if (plain === "/editor/index.html")
      outgoing.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>Editor</title>");
    else outgoing.writeHead(404).end();
  }

  const server = await listenOnLoopback((incoming, outgoing) => {
    // A request that breaks off has nobody to answer.
    answer(incoming, outgoing).catch(() => outgoing.destroy());
  });
  const vendor: BloomreachVendor = {
    url: `http://127.0.0.1:${server.port}`,
    received,
    commands: (name) => all.filter((command) => name === undefined || command.name === name),
    bulkAnswers: "as it is",
    stop: server.stop,
  };
  return vendor;
}

function twinsIn(header: string | undefined): Record<string, string> {
  const cookies = parseCookieHeader(header ?? null);
  const names = cookies.names.filter((name) => name.startsWith("xnpe_"));
  return Object.fromEntries(names.map((name) => [name, cookies.get(name) ?? ""]));
}

function sendJson(outgoing: ServerResponse, status: number, body: object): void {
  outgoing.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

function sendScript(outgoing: ServerResponse, body: string, caching = "public, max-age=300"): void {
  outgoing.writeHead(200, { "content-type": "application/javascript", "cache-control": caching }).end(body);
}

/** In the visitor's browser, in the place of the vendor's: shows what is pushed, and says so to the pages. */
function serviceWorker(): void {
  interface Push extends Event {
    readonly data?: { text(): string };
    waitUntil(work: Promise<unknown>): void;
  }
  const worker = self as unknown as {
    readonly registration: { readonly scope: string; showNotification(title: string): Promise<void> };
    readonly clients: {
      matchAll(options: object): Promise<readonly { postMessage(message: unknown, options: object): void }[]>;
    };
    addEventListener(type: string, listen: (event: Push) => void): void;
  };
  worker.addEventListener("push", (event) => {
    const title = event.data?.text() ?? "";
    const tell = async () => {
      for (const page of await worker.clients.matchAll({ includeUncontrolled: true }))
        page.postMessage({ pushed: title, scope: worker.registration.scope }, {});
      // Without the visitor's leave there is nothing to show it with.
      await worker.registration.showNotification(title).catch(() => {});
    };
    event.waitUntil(tell());
  });
}
