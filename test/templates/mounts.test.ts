import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PATIENT, startWalk } from "./walk.ts";

/** A server that is there already: the walk starts it, and step 5 asks it, where it took another port than README's 3000. */
for (const template of ["express", "fastify", "hono", "next"]) {
  test(`${template}: five steps`, { timeout: PATIENT, meta: { template } }, async () => {
    const walk = await startWalk(template);
    try {
      await walk.run(1);
      expect(await walk.run(2)).toContain('cookieDomains: ["example.com"]');
      const served = await walk.start(4, { env: { PORT: "0", NEXT_TELEMETRY_DISABLED: "1" } });
      try {
        await mkdir(join(walk.folder, ".curl"));
        await writeFile(join(walk.folder, ".curl/.curlrc"), `connect-to = "127.0.0.1:3000:127.0.0.1:${served.port}"\n`);
        const checked = await walk.run(5, { env: { CURL_HOME: join(walk.folder, ".curl") } });
        expect(checked).toMatch(/^HTTP\/1.1 200 /);
        expect(checked).toMatch(/^set-cookie: htjs_anonymous_id_srvr=check; .*Domain=example\.com; HttpOnly/im);
      } finally {
        await served.stop();
      }
    } finally {
      await walk.remove();
    }
  });
}
