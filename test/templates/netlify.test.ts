import { delimiter, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startArchive, startEszip } from "../parity/targets/netlify.ts";
import { builtEdgeFunctions, builtFunction } from "../support/platform-builds.ts";
import { platformModules, platformTool } from "../support/platform-tool.ts";
import type { Started } from "../support/serve-process.ts";
import { PATIENT, startWalk, type Walk } from "./walk.ts";

const isMissing = platformTool("@netlify/build") === undefined;
if (isMissing) console.warn("\nSKIPPED, the templates for Netlify: run npm install in test/platforms\n");
const onNetlify = test.skipIf(isMissing && process.env["REQUIRE_PLATFORMS"] !== "1");

/** Paths that are the service's, and some that are the site's. */
const OURS = ["/ht/renew", "/ht/v1/batch", "/ht/browser/release/v1-latest/events.min.js"];
const THE_SITES = ["/", "/htx/renew", "/a/ht/renew"];

onNetlify(
  "netlify: its five steps",
  async ({ task }) => {
    task.meta.template = "netlify";
    const walk = await built("netlify");
    const { built: ht, files } = await builtFunction(walk.folder);
    expect(ht).toMatchObject({ runtimeVersion: "nodejs24.x", routes: [{ pattern: "/ht/*", methods: [] }] });
    routes(ht.routes[0]?.expression ?? "");
    await answers(walk, await startArchive(files));
  },
  PATIENT,
);

onNetlify(
  "netlify-edge: its five steps",
  async ({ task }) => {
    task.meta.template = "netlify-edge";
    const walk = await built("netlify-edge");
    const { modules, routes: found } = await builtEdgeFunctions(walk.folder);
    expect(found).toMatchObject([{ function: "ht", path: "/ht/*" }]);
    routes(found[0]?.pattern ?? "");
    await answers(walk, await startEszip(modules));
  },
  PATIENT,
);

/** Steps 1 to 4; what is Netlify's own is laid in their place. */
async function built(name: string): Promise<Walk> {
  const walk = await startWalk(name);
  onTestFinished(() => walk.remove());
  await walk.run(1);
  await walk.run(2, { instead: { "npx netlify link": "true" } });
  const PATH = [join(import.meta.dirname, "../../node_modules/.bin"), join(platformModules, ".bin")];
  await walk.run(3, {
    instead: { "npx netlify build --offline": "netlify-build --offline" },
    env: { PATH: [...PATH, process.env["PATH"]].join(delimiter) },
  });
  await walk.run(4, { instead: { "npx netlify deploy --prod --no-build": "true" } });
  return walk;
}

/** What Netlify finds the function by. */
function routes(expression: string): void {
  const isOurs = (path: string) => new RegExp(expression).test(path);
  expect([OURS.filter(isOurs), THE_SITES.filter(isOurs)]).toEqual([OURS, []]);
}

async function answers(walk: Walk, { ready, stop }: Started): Promise<void> {
  onTestFinished(stop);
  const answer = await walk.run(5, {
    instead: { "https://www.example.com": `-H 'Host: www.example.com' http://127.0.0.1:${ready}` },
  });
  expect(answer).toMatch(/^HTTP\/1\.1 200/);
  expect(answer).toMatch(/^set-cookie: htjs_anonymous_id_srvr=check;.* Domain=example\.com; HttpOnly/im);
  expect(answer).toContain("<script>");
}
