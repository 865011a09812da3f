import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { connect } from "node:tls";
import { expect, test } from "vitest";
import { exchange } from "../parity/targets/exchange.ts";
import { closedPort } from "../support/closed-port.ts";
import { nginx } from "../support/web-servers/nginx.ts";
import { installTemplate, SERVER_NAME, startSite } from "../support/web-servers/start-site.ts";
import { walkWebServer } from "./web-server-walk.ts";

const meta = { template: "nginx" };

walkWebServer(nginx);

test(
  "a request without a Host header, as those of HTTP/3 are, goes on with its host, past a log-in of the site",
  { meta },
  async ({ skip }) => {
    const upstream = await startServer(({ headers }, answer) => answer.end(headers.host));
    const site = await startSite(nginx, async (machine) => {
      await installTemplate(nginx, machine, `127.0.0.1:${upstream.port}`, ["/ht"]);
      const file = join(machine.root, nginx.site.file);
      const logIn = `  auth_basic "The site";\n  auth_basic_user_file /dev/null;\n`;
      await writeFile(file, (await readFile(file, "utf8")).replace(nginx.line, `$&\n${logIn}`));
    });
    try {
      if (typeof site === "string") return skip(site);
      const tls = { ca: site.authority, servername: SERVER_NAME };
      expect(await exchange({ port: site.port, tls }, "", { path: "/" })).toMatchObject({ status: 401 });
      // This nginx has no HTTP/3; where no header says the host, HTTP/1.0 leaves $http_host empty as well.
      const socket = connect({ ...tls, host: "127.0.0.1", port: site.port });
      socket.write("GET /ht/a HTTP/1.0\r\n\r\n");
      expect(await text(socket)).toMatch(/\r\n\r\nwww\.example\.com$/);
      const withPort = { path: "/ht/a", headers: { host: "www.example.com:8443" } };
      const { body } = await exchange({ port: site.port, tls }, "", withPort);
      expect(Buffer.from(body).toString()).toBe("www.example.com:8443");
    } finally {
      if (typeof site === "object") await site.stop();
      upstream.stop();
    }
  },
);

test("the second server, which its file names, has the events while the first is away", { meta }, async ({ skip }) => {
  const second = await startServer((asked, answer) => void text(asked).then((body) => answer.end(body)));
  const away = await closedPort();
  const site = await startSite(nginx, async (machine) => {
    await installTemplate(nginx, machine, `127.0.0.1:${away}`, ["/ht"]);
    const file = join(machine.root, nginx.places["firstparty-upstream.conf"] ?? "");
    const written = await readFile(file, "utf8");
    expect(written).toContain("# server 127.0.0.1:8788");
    await writeFile(file, written.replace("# server 127.0.0.1:8788", `server 127.0.0.1:${second.port}`));
  });
  try {
    if (typeof site === "string") return skip(site);
    const tls = { ca: site.authority, servername: SERVER_NAME };
    const event = { method: "POST", path: "/ht/v1/t", body: '{"event":1}' };
    const { status, body } = await exchange({ port: site.port, tls }, "", event);
    expect([status, Buffer.from(body).toString()]).toEqual([200, event.body]);
  } finally {
    if (typeof site === "object") await site.stop();
    second.stop();
  }
});

async function startServer(listener: (asked: IncomingMessage, answer: ServerResponse) => void) {
  const server = createServer(listener);
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    port: (server.address() as AddressInfo).port,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
