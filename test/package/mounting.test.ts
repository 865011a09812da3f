import { once } from "node:events";
import { readFile } from "node:fs/promises";
import type { RequestListener, Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { toNode } from "../../adapters/node.ts";
import { createFirstParty, hightouch } from "../../core/index.ts";
import { loopbackVendor } from "../parity/vendor-loopback.ts";
import { NO_PLATFORMS, platformTool } from "../support/platform-tool.ts";

const root = join(import.meta.dirname, "../..");
const templates = join(root, "deploy-templates");
const page = await readFile(join(root, "docs/mounting.md"), "utf8");

/** The code of a section's block, by number, without what belongs to the page only: imports, comments and the handler. */
function recipe(title: string, index = 0): string[] {
  const section = page.split(/^## /m).find((each) => each.startsWith(title)) ?? "";
  const block = [...section.matchAll(/^```\w+\n(.*?)^```$/gms)][index]?.[1] ?? "";
  return block
    .split("\n")
    .map(withoutComment)
    .filter((line) => line !== "" && !line.includes("/firstparty.ts"));
}

test.each([
  ["Express 5", 0, "express/server.ts"],
  ["Fastify 5", 0, "fastify/server.ts"],
  ["Hono 4", 0, "hono/server.ts"],
  ["Hono 4", 1, "hono/bun.ts"],
  ["Next.js 16", 0, "next/app/ht/[...path]/route.ts"],
  ["Next.js 16", 1, "next/next.config.mjs"],
])(
  "the recipe of docs/mounting.md is what its template has, which the table runs: %s, block %i",
  async (title, index, file) => {
    const lines = (await readFile(join(templates, file), "utf8")).split("\n").map(withoutComment);
    const wanted = recipe(title, index);
    expect(wanted.length).toBeGreaterThan(1);
    expect(wanted.filter((line) => !lines.includes(line) && !lines.some((each) => isSameImport(each, line)))).toEqual(
      [],
    );
  },
);

function withoutComment(line: string): string {
  return line.replace(/\/\/ .*/, "").trim();
}

/** An entry may import more from the same module. */
function isSameImport(entry: string, line: string): boolean {
  const from = / from ".*";$/.exec(line)?.[0];
  const names = /\{ (.*) \}/.exec(line)?.[1];
  return from !== undefined && names !== undefined && entry.endsWith(from) && entry.includes(names);
}

const isInstalled = platformTool("@types/express") !== undefined;
if (!isInstalled) console.warn(`\nSKIPPED, Express's own parsers: ${NO_PLATFORMS.missing}\n`);
const onFrameworks = test.skipIf(!isInstalled && process.env["REQUIRE_PLATFORMS"] !== "1");

/** The part of Express that is used. */
interface Express {
  (): RequestListener & { use(...handlers: readonly unknown[]): void; listen(port: number, host: string): Server };
  json(options?: object): unknown;
  raw(options: object): unknown;
}

const keep = {
  verify: (request: object, _response: unknown, bytes: Buffer) => Object.assign(request, { rawBody: bytes }),
};
const BODY = '{ "messageId": "1" }';

onFrameworks.each<[what: string, parser: (express: Express) => unknown, init: RequestInit, status: number]>([
  ["express.json has taken the bytes", (express) => express.json(), {}, 500],
  ["express.json keeps them in rawBody", (express) => express.json(keep), {}, 200],
  ["express.raw keeps them in body", (express) => express.raw({ type: "*/*" }), {}, 200],
  [
    "express.json leaves other types alone",
    (express) => express.json(),
    { headers: { "content-type": "text/plain" } },
    200,
  ],
  [
    "express.json has decompressed what it keeps",
    (express) => express.json(keep),
    {
      body: Uint8Array.from(gzipSync(BODY)),
      headers: { "content-type": "application/json", "content-encoding": "gzip" },
    },
    500,
  ],
])("a parser of Express in front: %s", async (_what, parser, init, status) => {
  const { default: express } = (await import(platformTool("express/index.js") ?? "")) as { default: Express };
  const vendor = await loopbackVendor();
  const handler = createFirstParty({
    vendors: [hightouch({ hosts: { cdn: vendor.url, events: vendor.url } })],
    cookieDomains: [],
  });
  const app = express();
  app.use(parser(express));
  app.use("/ht", toNode(handler));
  const server = app.listen(0, "127.0.0.1");
  try {
    await once(server, "listening");
    vendor.play([{ body: "{}" }]);
    const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/ht/v1/track`, {
      method: "POST",
      body: BODY,
      headers: { "content-type": "application/json" },
      ...init,
    });
    expect(answer.status, await answer.text()).toBe(status);
    const bodies = vendor.received().map(({ body }) => Buffer.from(body).toString());
    expect(bodies).toEqual(status === 200 ? [BODY] : []);
  } finally {
    server.close();
    server.closeAllConnections();
    await vendor.stop();
  }
});
