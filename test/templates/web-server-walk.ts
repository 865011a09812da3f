import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { exchange } from "../parity/targets/exchange.ts";
import { loopbackVendor } from "../parity/vendor-loopback.ts";
import { type Served, startProgram } from "../support/serve-process.ts";
import { layTemplate } from "../support/templates.ts";
import { installTemplate, SERVER_NAME, type Site, startSite } from "../support/web-servers/start-site.ts";
import type { WebServer } from "../support/web-servers/web-server.ts";
import { curlHome } from "./check-from-outside.ts";
import { PATIENT, startWalk } from "./walk.ts";

const node = join(import.meta.dirname, "../../node_modules/.bin/node");

/** The README of a web server's template, followed on a site that is there already; and what its configuration promises beside. */
export function walkWebServer(server: WebServer): void {
  const { template } = server;

  test(
    "the five steps put /ht/ of a site onto the server that runs beside it",
    { timeout: PATIENT, meta: { template } },
    async ({ skip }) => {
      const site = await startSite(server);
      if (typeof site === "string") return skip(site);
      const vendor = await loopbackVendor();
      // Without a type, so that nobody in front may guess one.
      vendor.play([{ body: "<!doctype html><script>alert(1)</script>" }]);
      const laid = await layTemplate("node");
      const walk = await startWalk(template);
      let beside: Served | undefined;
      try {
        beside = await startProgram(
          node,
          ["server.ts"],
          { PORT: "0", FIRSTPARTY_HIGHTOUCH_HOSTS_EVENTS: vendor.url },
          laid.folder,
        );
        const { port } = beside;
        const env = {
          ...(await curlHome(site, port)),
          PATH: `${await standIns(server, site)}:/usr/sbin:${process.env["PATH"]}`,
        };
        for (const file of Object.keys(server.places))
          await edit(join(walk.folder, file), "127.0.0.1:8787", `127.0.0.1:${port}`);
        expect(await page(site, "/ht/restore.js")).toMatchObject({ status: 404 });

        await walk.run(1, { env });
        await walk.run(2, { env });
        expect(walk.readme).toContain(`\n   ${server.line}\n`);
        await edit(join(site.root, server.site.file), server.site.here, `${server.line}\n`);
        const before = await childrenOf(site);
        await walk.run(4, { env });
        await expect
          .poll(async () => (await childrenOf(site)).filter((pid) => before.includes(pid)), { timeout: 20_000 })
          .toEqual([]);
        const printed = await walk.run(5, { env });

        expect(printed).toMatch(/^set-cookie: htjs_anonymous_id_srvr=check; .*Secure; Domain=example\.com; HttpOnly/m);
        expect(printed.match(/HTTP\/2 200/g), printed).toHaveLength(2);
        expect(printed).not.toMatch(/^content-type: text\/html/im);
        expect(vendor.received()).toHaveLength(1);
        expect(vendor.received()[0]?.headers).toContainEqual(["x-forwarded-for", "127.0.0.1"]);
        expect(await page(site, "/")).toMatchObject({
          status: 200,
          text: expect.stringContaining("The site") as string,
        });
        // Written once the answer is out: the page above, and nothing of what was asked of firstparty before.
        const log = () => readFile(join(site.root, "var/log/access.log"), "utf8");
        await expect.poll(log, { timeout: 15_000 }).toMatch(/GET \/ |"uri":"\/"/);
        expect(await log()).not.toMatch(/ht\/renew|ht\/v1/);
      } finally {
        await walk.remove();
        await beside?.stop();
        await laid.remove();
        await site.stop();
        await vendor.stop();
      }
    },
  );

  test(
    "an event whose connection ends without an answer is not sent twice",
    { timeout: PATIENT, meta: { template } },
    async ({ skip }) => {
      const upstream = await startBreaking();
      const site = await startSite(server, (machine) =>
        installTemplate(server, machine, `127.0.0.1:${upstream.port}`, ["/ht"]),
      );
      if (typeof site === "string") {
        await upstream.stop();
        return skip(site);
      }
      try {
        const send = (path: string) => exchange(address(site), "", { method: "POST", path, body: "{}" });
        // So that there is a connection that is kept.
        expect(await send("/ht/v1/first")).toMatchObject({ status: 200 });
        // What the client gets is the web server's own; Caddy and Apache may end the connection.
        await send("/ht/v1/breaks").catch(() => {});
        expect(upstream.paths()).toEqual(["/ht/v1/first", "/ht/v1/breaks"]);
        expect(await send("/ht/v1/last")).toMatchObject({ status: 200 });
      } finally {
        await site.stop();
        await upstream.stop();
      }
    },
  );

  test(
    "a server that was away for a moment is asked as soon as it is back",
    { timeout: PATIENT, meta: { template } },
    async ({ skip }) => {
      const upstream = await startBreaking();
      const site = await startSite(server, (machine) =>
        installTemplate(server, machine, `127.0.0.1:${upstream.port}`, ["/ht"]),
      );
      await upstream.stop();
      if (typeof site === "string") return skip(site);
      try {
        const file = () => exchange(address(site), "", { path: "/ht/a.js" });
        const event = () => exchange(address(site), "", { method: "POST", path: "/ht/v1/t", body: "{}" });
        const early = [file(), event()] as const;
        if (server.waits) expect(await Promise.race([...early, setTimeout(1_000, "kept")])).toBe("kept");
        else for (const each of early) expect([502, 503]).toContain((await each).status);
        const back = await startBreaking(upstream.port);
        if (server.waits) {
          expect(await early[0]).toMatchObject({ status: 200 });
          // Before 2.11.2 Caddy has no body any more once it was refused: the event is lost then, but never sent twice.
          const isThere = (await early[1]).status === 200;
          expect(back.paths()).toHaveLength(isThere ? 2 : 1);
        } else expect(back.paths()).toEqual([]);
        const before = back.paths().length;
        expect(await event()).toMatchObject({ status: 200 });
        expect(back.paths()).toHaveLength(before + 1);
        await back.stop();
      } finally {
        await site.stop();
      }
    },
  );
}

const address = (site: Site) => ({ port: site.port, tls: { ca: site.authority, servername: SERVER_NAME } });

async function page(site: Site, path: string) {
  const { status, body } = await exchange(address(site), "", { path, headers: { host: "www.example.com" } });
  return { status, text: Buffer.from(body).toString() };
}

/** The workers of its process, which a reload replaces. */
async function childrenOf({ process: { pid } }: Site): Promise<string[]> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8");
  return children.split(" ").filter((each) => each !== "");
}

async function edit(file: string, from: string, to: string): Promise<void> {
  const before = await readFile(file, "utf8");
  if (before.includes(from)) return writeFile(file, before.replaceAll(from, to));
  // Of a template's files only one names where firstparty listens.
  if (!from.includes(":8787")) throw new Error(`${file} does not have: ${from}`);
}

/** A folder for PATH with a `sudo` that knows the commands of the README, and has the machine's folder in the place of /. */
async function standIns(server: WebServer, site: Site): Promise<string> {
  const commands = Object.entries(server.commands(site)).map(([said, done]) => `  "${said}") exec env ${done} ;;`);
  const script = `#!/bin/bash
case "$*" in
  "cp "*) exec "\${@/#\\/etc\\//${site.root}/etc/}" ;;
${commands.join("\n")}
  *) echo "nobody can do this here: $*" >&2; exit 1 ;;
esac
`;
  const file = join(site.root, "sudo");
  await writeFile(file, script, { mode: 0o755 });
  return site.root;
}

/** A server that ends the connection in the place of an answer to one path, once it has read the request. */
async function startBreaking(port = 0) {
  const paths: string[] = [];
  const server = createServer((socket) => {
    socket.on("error", () => {});
    let text = "";
    socket.on("data", (chunk) => {
      text += chunk.toString();
      if (!text.endsWith("{}") && !/^GET [^]*\r\n\r\n$/.test(text)) return;
      const path = /^[A-Z]+ (\S+)/.exec(text)?.[1] ?? text;
      text = "";
      paths.push(path);
      if (path.endsWith("breaks")) socket.destroy();
      else socket.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
    });
  });
  await once(server.listen(port, "127.0.0.1"), "listening");
  return {
    port: (server.address() as AddressInfo).port,
    paths: () => paths,
    stop: async () => void server.close(),
  };
}
