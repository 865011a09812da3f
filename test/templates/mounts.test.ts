import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loopbackVendor } from "../parity/vendor-loopback.ts";
import { PATIENT, startWalk } from "./walk.ts";

/** A server that is there already: the walk starts it, and step 5 asks it, where it took another port than README's 3000. */
for (const template of ["express", "fastify", "hono", "next"]) {
  test(`${template}: five steps`, { timeout: PATIENT, meta: { template } }, async () => {
    const walk = await startWalk(template);
    const vendor = await loopbackVendor();
    try {
      await walk.run(1);
      expect(await walk.run(2)).toContain('cookieDomains: ["example.com"]');
      const served = await walk.start(4, {
        env: {
          PORT: "0",
          NEXT_TELEMETRY_DISABLED: "1",
          FIRSTPARTY_HIGHTOUCH_HOSTS_CDN: vendor.url,
          FIRSTPARTY_HIGHTOUCH_HOSTS_EVENTS: vendor.url,
        },
      });
      try {
        await mkdir(join(walk.folder, ".curl"));
        await writeFile(join(walk.folder, ".curl/.curlrc"), `connect-to = "127.0.0.1:3000:127.0.0.1:${served.port}"\n`);
        vendor.play([{ status: 202, body: '{"taken":true}' }]);
        const checked = await walk.run(5, { env: { CURL_HOME: join(walk.folder, ".curl") } });
        expect(checked).toMatch(/^HTTP\/1.1 200 /);
        expect(checked).toMatch(/^set-cookie: htjs_anonymous_id_srvr=check; .*Domain=example\.com; HttpOnly/im);
        expect(checked).toMatch(/HTTP\/1\.1 202 [^]*\{"taken":true\}$/);
        expect(vendor.received().map(({ url, body }) => [url, JSON.parse(Buffer.from(body).toString())])).toEqual([
          ["/v1/track", expect.objectContaining({ messageId: "check-1", anonymousId: "check" })],
        ]);
      } finally {
        await served.stop();
      }
    } finally {
      await walk.remove();
      await vendor.stop();
    }
  });
}
