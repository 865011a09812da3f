import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { listenOnLoopback } from "../../cli/dev/loopback-server.ts";
import type { ReceivedRequest, StandInVendor } from "../../cli/dev/stand-in-vendor.ts";

/** Segment on this machine: its CDN with the real SDK's files, and its Tracking API, at one address. */
export interface SegmentVendor extends StandInVendor {
  readonly received: readonly TimedRequest[];
  /** Answers the next requests whose path matches otherwise than it would, each answer once and in turn. */
  tell(path: RegExp, ...answers: readonly ToldAnswer[]): void;
  /** What settings answer from now on; it starts with `segmentSettings()`. */
  settings: unknown;
}

/** `at`: when it had come in whole, in milliseconds; nothing was answered before. */
export interface TimedRequest extends ReceivedRequest {
  readonly at: number;
}

export interface ToldAnswer {
  /** Default 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Nothing is answered until this is fulfilled. Default: at once. */
  readonly after?: Promise<unknown>;
}

const SDK_FOLDER = join(
  dirname(createRequire(import.meta.url).resolve("@segment/analytics-next/package.json")),
  "dist/umd",
);
const JAVASCRIPT = "application/javascript; charset=utf-8";
const FOREVER = "public,max-age=31536000,immutable";

/** A destination of today's kind: an event that it has seen says so, `context.probe`. */
const PROBE = `window.probePlugins = function () {
  function seen(ctx) { ctx.updateEvent("context.probe", "seen"); return ctx; }
  return { name: "Probe (Actions)", version: "1.0.0", type: "enrichment", isLoaded: function () { return true; },
    load: function () { return Promise.resolve(); }, page: seen, track: seen, identify: seen, group: seen };
};`;

/** A destination of the older kind: what it was given lies in `window.acmeSeen`. */
const ACME = `window.acmeDeps = [];
window.acmeLoader = function () {
  function Acme() { this.heard = {}; }
  Acme.prototype.name = "Acme";
  Acme.prototype.on = Acme.prototype.once = function (name, hear) { (this.heard[name] = this.heard[name] || []).push(hear); };
  Acme.prototype.initialize = function () {
    ["initialize", "ready"].forEach(function (name) { (this.heard[name] || []).forEach(function (hear) { hear(); }); }, this);
  };
  Acme.prototype.invoke = function (type) { (window.acmeSeen = window.acmeSeen || []).push(type); };
  window.acmeIntegration = Acme;
};`;

/** Settings of a source with a destination of either kind, as the vendor sends them to a customer without a custom domain. */
export function segmentSettings(writeKey = "WK"): object {
  return {
    integrations: {
      Acme: {
        type: "browser",
        bundlingStatus: "bundled",
        versionSettings: { version: "1.0.0", componentTypes: ["browser"] },
      },
      "Segment.io": {
        apiKey: writeKey,
        unbundledIntegrations: [],
        addBundledMetadata: true,
        maybeBundledConfigIds: {},
        versionSettings: { version: "4.4.7", componentTypes: ["browser"] },
      },
    },
    plan: {
      track: { __default: { enabled: true, integrations: {} } },
      identify: { __default: { enabled: true } },
      group: { __default: { enabled: true } },
    },
    edgeFunction: {},
    analyticsNextEnabled: true,
    middlewareSettings: {},
    enabledMiddleware: {},
    metrics: { sampleRate: 1, host: "api.segment.io/v1" },
    legacyVideoPluginsEnabled: false,
    remotePlugins: [
      {
        name: "Probe (Actions)",
        creationName: "Probe (Actions)",
        libraryName: "probePlugins",
        url: "https://cdn.segment.com/next-integrations/actions/probe/0123456789abcdef.js",
        settings: { subscriptions: [] },
      },
    ],
  };
}

export async function startSegmentVendor(): Promise<SegmentVendor> {
  const files = new Set(await readdir(SDK_FOLDER));
  const loader = await readFile(join(SDK_FOLDER, "standalone.js"), "utf8");
  const received: TimedRequest[] = [];
  const told: { readonly path: RegExp; readonly answer: ToldAnswer }[] = [];

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = "", url: path = "", headers } = incoming;
    const body = await text(incoming);
    received.push({ method, path, headers, body, at: Date.now() });
    const index = told.findIndex((each) => each.path.test(path));
    const [{ answer: instead } = {}] = index < 0 ? [] : told.splice(index, 1);
    await instead?.after;
    if (instead && (instead.status ?? instead.body) !== undefined) {
      outgoing.writeHead(instead.status ?? 200, { "content-type": "application/json", ...instead.headers });
      outgoing.end(instead.body ?? "{}");
      return;
    }
    if (method === "GET" || method === "HEAD") return file(path.replace(/\?.*/, ""), headers, outgoing);
    if (method !== "POST" || !path.startsWith("/v1/")) return void outgoing.writeHead(404).end();
    outgoing.writeHead(200, { "content-type": "application/json" }).end('{"success":true}');
  }

  async function file(path: string, asked: IncomingHttpHeaders, outgoing: ServerResponse): Promise<void> {
    const send = (type: string, cached: string, body: string | Uint8Array, more: Record<string, string> = {}) =>
      void outgoing.writeHead(200, { "content-type": type, "cache-control": cached, ...more }).end(body);
    const [, key] = /^\/analytics\.js\/v1\/([^/]+)\/analytics\.min\.js$/.exec(path) ?? [];
    // The CDN writes the key into the file.
    if (key !== undefined)
      return send(JAVASCRIPT, "public, max-age=120", loader.replace('"__WRITE_KEY__"', JSON.stringify(key)));
    const [, chunk = ""] = /^\/analytics-next\/bundles\/([\w.-]+)$/.exec(path) ?? [];
    if (files.has(chunk)) return send(JAVASCRIPT, FOREVER, await readFile(join(SDK_FOLDER, chunk)));
    if (/^\/v1\/projects\/[^/]+\/settings$/.test(path)) {
      const body = JSON.stringify(vendor.settings);
      const etag = `"${createHash("sha256").update(body).digest("hex")}"`;
      if (asked["if-none-match"] === etag) return void outgoing.writeHead(304, { etag }).end();
      return send("application/json; charset=utf-8", "public, max-age=120", body, { etag });
    }
    if (path === "/next-integrations/actions/probe/0123456789abcdef.js") return send(JAVASCRIPT, FOREVER, PROBE);
    // Kept compressed at the CDN, and labelled as any file of that name would be.
    if (path === "/next-integrations/integrations/acme/1.0.0/acme.dynamic.js.gz")
      return send("application/octet-stream", FOREVER, gzipSync(ACME), { "content-encoding": "gzip" });
    if (path.startsWith("/v1/pixel/")) return send("image/gif", "no-store", Buffer.from(PIXEL, "base64"));
    outgoing.writeHead(404).end();
  }

  const server = await listenOnLoopback((incoming, outgoing) => {
    // A request that breaks off has nobody to answer.
    answer(incoming, outgoing).catch(() => outgoing.destroy());
  });
  const vendor: SegmentVendor = {
    url: `http://127.0.0.1:${server.port}`,
    stop: server.stop,
    received,
    tell: (path, ...answers) => void told.push(...answers.map((each) => ({ path, answer: each }))),
    settings: segmentSettings(),
  };
  return vendor;
}

const PIXEL = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";
