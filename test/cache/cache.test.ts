import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Config, hightouch, type RelayRoute, segment } from "../../core/index.ts";
import { type Served, startServe } from "../support/serve-process.ts";
import { ask, type Got } from "./ask.ts";
import { type Cache, CACHES, startCache } from "./caches.ts";
import { startNaiveOrigin } from "./naive-origin.ts";
import { startVendor, type Vendor } from "./vendor.ts";
import { playVisitors } from "./visitors.ts";

let vendor: Vendor;
let folder: string;
beforeAll(async () => {
  vendor = await startVendor();
  folder = await mkdtemp(join(tmpdir(), "firstparty-cache-"));
  await writeFile(join(folder, "config.mjs"), `export default ${JSON.stringify(configOf(vendor.url))};`);
});
afterAll(async () => {
  await vendor.stop();
  await rm(folder, { recursive: true });
});

/** Hightouch, Segment, and a vendor that makes its scripts for the visitor whose cookie it is sent. */
function configOf(url: string): Config {
  const script = { kind: "script", host: "api", methods: ["GET"], requestHeaders: [], retry: "never" } as const;
  const routes: readonly RelayRoute[] = [
    { ...script, path: "/cookie/:file", cookiesUp: ["tok"], cookiesDown: ["tok"] },
    { ...script, path: "/tuned/:file", cookiesUp: ["tok"] },
  ];
  return {
    vendors: [
      hightouch({ hosts: { cdn: url, events: url } }),
      segment({ hosts: { cdn: url, api: url } }),
      { id: "acme", path: "/acme", docs: "https://acme.example/docs", hosts: { api: url }, routes },
    ],
    cookieDomains: ["shop.example"],
  };
}

const POLL = { timeout: 15_000, interval: 50 };

describe.each(CACHES)("behind $name", (kind) => {
  let served: Served;
  let cache: Cache | string;
  beforeAll(async () => {
    vendor.play({ release: "1", isDown: false });
    served = await startServe("node", ["--config", join(folder, "config.mjs"), "--port", "0"]);
    cache = await startCache(kind, served.port);
    if (typeof cache === "string") console.warn(`\nSKIPPED, behind ${kind.name}: ${cache}\n`);
  }, 60_000);
  afterAll(async () => {
    if (typeof cache === "object") await cache.stop();
    served?.process.kill("SIGKILL");
  });

  /** A test that needs the cache. */
  const through = (
    name: string,
    play: (cache: Cache, get: (path: string, cookie?: string) => Promise<Got>) => unknown,
  ) =>
    test(name, async ({ skip }) => {
      if (typeof cache === "string") return skip(cache);
      const { socketPath } = cache;
      await play(cache, (path, cookie) => ask(socketPath, { path, cookie }));
    });

  through("no visitor gets another's identity", async ({ socketPath }, get) => {
    await playVisitors(socketPath);
    // It was a cache that they went through, and one that keeps even this where it is said to.
    await expect.poll(async () => (await get("/ht/browser/sdk.js")).cache, POLL).toBe("HIT");
    for (const [path, twin] of [
      ["/ht/restore.js", "htjs_anonymous_id_srvr=v1-anonymous"],
      ["/sg/v1/projects/WK/settings", "ajs_anonymous_id_srvr=v1-anonymous"],
    ] as const) {
      const restored = async () => (await get(path, twin)).cache;
      if (kind.keepsAll) await expect.poll(restored, POLL).toBe("HIT");
      else for (let times = 0; times < 3; times++) expect(await restored()).not.toBe("HIT");
    }
  });

  through("an error is asked for anew each time", async (_cache, get) => {
    const before = vendor.asked("/browser/missing-again.js");
    for (let times = 0; times < 5; times++) expect((await get("/ht/browser/missing-again.js")).status).toBe(404);
    expect(vendor.asked("/browser/missing-again.js") - before).toBe(5);
  });

  if (kind.readsLifetimes) {
    through("a script is asked for once, however many visitors want it", async (_cache, get) => {
      const path = `/browser/once-${CACHES.indexOf(kind)}.js`;
      await get(`/ht${path}`);
      const all = await Promise.all(Array.from({ length: 50 }, () => get(`/ht${path}`)));
      expect(all.filter((got) => got.cache === "HIT" && got.body === "the SDK")).toHaveLength(50);
      expect(vendor.asked(path)).toBe(1);
    });

    through("a stale script is served while the next is fetched, and while nobody answers", async (_cache, get) => {
      const script = () => get("/ht/browser/short.js");
      expect((await script()).body).toBe("release 1");
      vendor.play({ release: "2" });
      const seen: string[] = [];
      const next = async () => {
        const { cache: state, body } = await script();
        seen.push(`${state}: ${body}`);
        return body;
      };
      await expect.poll(next, POLL).toBe("release 2");
      expect(seen).toContain("STALE: release 1");

      vendor.play({ isDown: true });
      const before = vendor.asked("/browser/short.js");
      const stillAsked = async () => {
        expect(await script()).toMatchObject({ status: 200, body: "release 2" });
        return vendor.asked("/browser/short.js") - before;
      };
      await expect.poll(stillAsked, POLL).toBeGreaterThan(3);
      await served.stop();
      expect(await script()).toMatchObject({ status: 200, body: "release 2", cache: "STALE" });
    });
  }

  if (kind.keepsAll) {
    test.for([
      ["nothing about caching", {}],
      ["no-store, and not Vary", { "cache-control": "private, no-store" }],
      ["no-cache with a tag, and not Vary", { "cache-control": "private, no-cache", etag: '"e1"' }],
    ] as const)(
      "control: a service that says %s gives one visitor's identity to the next",
      async ([, headers], { skip }) => {
        const origin = await startNaiveOrigin(headers);
        const before = await startCache(kind, origin.port);
        if (typeof before === "string") return skip(before);
        let visit = 0;
        const second = async () => {
          const path = `/ht/restore.js?${visit++}`;
          await ask(before.socketPath, { path, cookie: "htjs_anonymous_id_srvr=first" });
          return (await ask(before.socketPath, { path, cookie: "htjs_anonymous_id_srvr=second" })).setCookies;
        };
        try {
          await expect.poll(second, POLL).toEqual(["htjs_anonymous_id=first"]);
        } finally {
          await before.stop();
          await origin.stop();
        }
      },
    );
  }
});
