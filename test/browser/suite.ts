import { describe, test as base } from "vitest";
import { startInternet } from "../support/internet.ts";
import type { Profile, StartEngine } from "./engines/engine.ts";
import type { Journey } from "./journeys/journey.ts";
import { expectOrder } from "./sdk.ts";
import { openShop as openFor, type OpenShop, type ServeShop, serveHere, type Shop } from "./shop.ts";

declare module "vitest" {
  interface TaskMeta {
    /** For the grid: which engine, of which version, has played the test. */
    engine?: string;
    version?: string;
  }
}

/** Plays journeys in one engine. They share the browser; each has a shop, a visitor and a vendor of its own. */
export function playJourneys<P extends Profile>(
  name: string,
  startEngine: StartEngine<P>,
  journeys: readonly Journey<P>[],
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
      const shops: Shop<P>[] = [];
      onCleanup(async () => {
        for (const shop of shops) await shop.close();
      });
      return shops;
    })
    .extend("openShop", async ({ internet, engine, shops, skip, task }): Promise<OpenShop<P>> => {
      if (typeof engine === "string") return skip(engine);
      task.meta.version = engine.version;
      return async (options) => {
        const shop = await openFor(internet, engine, serve, options);
        if (typeof shop === "string") return skip(shop);
        shops.push(shop);
        return shop;
      };
    });

  describe(name, () => {
    for (const { name: journey, run, timeout = 60_000 } of journeys) {
      // Said before anything can fail, so that an engine that does not start has a column too.
      test(journey, { timeout, meta: { engine: name } }, async ({ openShop, shops }) => {
        await run(openShop);
        if (!journey.startsWith("control: ")) for (const shop of shops) await expectOrder(shop);
      });
    }
  });
}
