import { describe, test as base } from "vitest";
import type { StandInVendor } from "../../cli/dev/stand-in-vendor.ts";
import { startInternet } from "../support/internet.ts";
import type { Profile, StartEngine } from "./engines/engine.ts";
import type { Journey } from "./journeys/journey.ts";
import { expectOrder, unexplainedHosts } from "./order.ts";
import type { Sdk } from "./sdks/sdk.ts";
import { openShop, type ServeShop, serveHere, type Shop, type ShopOptions } from "./shop.ts";

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

/** Plays journeys with one SDK after another in one engine. They share the browser; each has a shop, a visitor and a vendor of its own. */
export function journeysIn<P extends Profile>(
  name: string,
  startEngine: StartEngine<P>,
  serve: ServeShop = serveHere,
): <V extends StandInVendor>(sdk: Sdk<V>, journeys: readonly Journey<P, V>[]) => void {
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
    .extend("openFor", async ({ internet, engine, skip, task }, { onCleanup }) => {
      if (typeof engine === "string") return skip(engine);
      task.meta.version = engine.version;
      const shops: Pick<Shop, "close">[] = [];
      onCleanup(async () => {
        for (const shop of shops) await shop.close();
      });
      return async <V extends StandInVendor>(sdk: Sdk<V>, options?: ShopOptions): Promise<Shop<P, V>> => {
        const shop = await openShop(internet, engine, sdk, serve, options);
        if (typeof shop === "string") return skip(shop);
        shops.push(shop);
        return shop;
      };
    });

  return (sdk, journeys) =>
    describe(`${sdk.name}, ${name}`, () => {
      for (const { name: journey, run, elsewhere = [], timeout = 60_000 } of journeys) {
        // Said before anything can fail, so that an engine that does not start has a column too.
        const meta = { engine: name, vendor: sdk.id, sdk: sdk.name };
        test(journey, { timeout, meta }, async ({ openFor, task }) => {
          const isControl = journey.startsWith("control: ");
          const shops: Shop[] = [];
          try {
            await run(async (options) => {
              const shop = await openFor(sdk, options);
              shops.push(shop);
              return shop;
            });
          } finally {
            // Also of a story that has come to a bad end.
            if (!isControl) task.meta.unexplained = shops.flatMap((shop) => unexplainedHosts(shop, elsewhere)).length;
          }
          if (!isControl) for (const shop of shops) await expectOrder(shop, elsewhere);
        });
      }
    });
}
