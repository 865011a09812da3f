import { describe, test as base } from "vitest";
import type { StandInVendor } from "../../cli/dev/stand-in-vendor.ts";
import { startInternet } from "../support/internet.ts";
import type { Profile, StartEngine } from "./engines/engine.ts";
import type { Journey } from "./journeys/journey.ts";
import { expectOrder, unexplainedHosts } from "./order.ts";
import type { Sdk } from "./sdks/sdk.ts";
import { openShop as openFor, type OpenShop, type ServeShop, serveHere, type Shop } from "./shop.ts";

declare module "vitest" {
  interface TaskMeta {
    /** For the grid: which engine, of which version, has played the test, with which vendor's SDK and how that came into the page. */
    engine?: string;
    version?: string;
    vendor?: string;
    sdk?: string;
    /** Requests to hosts that nobody has explained. */
    unexplained?: number;
  }
}

/** Plays journeys with one SDK in one engine. They share the browser; each has a shop, a visitor and a vendor of its own. */
export function playJourneys<P extends Profile, V extends StandInVendor>(
  name: string,
  startEngine: StartEngine<P>,
  sdk: Sdk<V>,
  journeys: readonly Journey<P, V>[],
  serve: ServeShop = serveHere,
): void {
  const test = base
    .extend("internet", { scope: "file" }, async ({}, { onCleanup }) => {
      const internet = await startInternet();
      onCleanup(() => internet.close());
      return internet;
    })
    .extend("engine", { scope: "file" }, async ({ internet }, { onCleanup }) => {
      const engine = await startEngine(internet);
      if (typeof engine !== "string") onCleanup(() => engine.close());
      else if (process.env["REQUIRE_BROWSERS"] === "1") throw new Error(engine);
      else console.warn(`\nSKIPPED, ${name}: ${engine}\n`);
      return engine;
    })
    .extend("shops", async ({}, { onCleanup }) => {
      const shops: Shop<P, V>[] = [];
      onCleanup(async () => {
        for (const shop of shops) await shop.close();
      });
      return shops;
    })
    .extend("openShop", async ({ internet, engine, shops, skip, task }): Promise<OpenShop<P, V>> => {
      if (typeof engine === "string") return skip(engine);
      task.meta.version = engine.version;
      return async (options) => {
        const shop = await openFor(internet, engine, sdk, serve, options);
        if (typeof shop === "string") return skip(shop);
        shops.push(shop);
        return shop;
      };
    });

  describe(`${sdk.name}, ${name}`, () => {
    for (const { name: journey, run, elsewhere = [], timeout = 60_000 } of journeys) {
      // Said before anything can fail, so that an engine that does not start has a column too.
      const meta = { engine: name, vendor: sdk.id, sdk: sdk.name };
      test(journey, { timeout, meta }, async ({ openShop, shops, task }) => {
        const isControl = journey.startsWith("control: ");
        try {
          await run(openShop);
        } finally {
          // Also of a story that has come to a bad end.
          if (!isControl) task.meta.unexplained = shops.flatMap((shop) => unexplainedHosts(shop, elsewhere)).length;
        }
        if (!isControl) for (const shop of shops) await expectOrder(shop, elsewhere);
      });
    }
  });
}
