import { once } from "node:events";
import { readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { exchange } from "../parity/targets/exchange.ts";
import { apache, enabled } from "../support/web-servers/apache.ts";
import { installTemplate, SERVER_NAME, startSite } from "../support/web-servers/start-site.ts";
import { walkWebServer } from "./web-server-walk.ts";

walkWebServer(apache);

/** Rules that a site may have for all of its paths: a front controller, and a log-in. */
const RULES = `
  RewriteEngine On
  RewriteRule ^ /index.html [L]
  <Location "/">
    AuthType Basic
    AuthName "The site"
    AuthUserFile /dev/null
    Require valid-user
  </Location>
`;

test(
  "the site's front controller and log-in leave /ht/ alone, its path as it is written",
  { meta: { template: "apache" } },
  async ({ skip }) => {
    const upstream = createServer(({ url }, answer) => answer.end(url));
    await once(upstream.listen(0, "127.0.0.1"), "listening");
    const { port } = upstream.address() as AddressInfo;
    const site = await startSite(apache, async (machine) => {
      await installTemplate(apache, machine, `127.0.0.1:${port}`, ["/ht"]);
      for (const [place, content] of Object.entries(enabled(["rewrite"]))) {
        // Where the machine has it on already it is a link to what it would include.
        await rm(join(machine.root, place), { force: true });
        await writeFile(join(machine.root, place), content);
      }
      const file = join(machine.root, apache.site.file);
      const written = await readFile(file, "utf8");
      await writeFile(file, written.replace("</VirtualHost>", `${RULES}</VirtualHost>`));
    });
    try {
      if (typeof site === "string") return skip(site);
      const ask = (path: string) =>
        exchange({ port: site.port, tls: { ca: site.authority, servername: SERVER_NAME } }, "", { path });
      const { status, body } = await ask("/ht/v1/a%2Fb?c=%20d");
      expect([status, Buffer.from(body).toString()]).toEqual([200, "/ht/v1/a%2Fb?c=%20d"]);
      expect(await ask("/other")).toMatchObject({ status: 401 });
    } finally {
      if (typeof site === "object") await site.stop();
      upstream.close();
      upstream.closeAllConnections();
    }
  },
);
