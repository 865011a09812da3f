import { join } from "node:path";
import { expect, test } from "vitest";
import { closedPort } from "../support/closed-port.ts";
import { startProgram } from "../support/serve-process.ts";
import { layTemplate } from "../support/templates.ts";
import { walkOwnServer } from "./own-server-walk.ts";

const deno = join(import.meta.dirname, "../../node_modules/.bin/deno");

walkOwnServer("deno");

test(
  "it listens where a platform tells Deno to, whatever the template says",
  { meta: { template: "deno" } },
  async () => {
    const { folder, remove } = await layTemplate("deno");
    const port = await closedPort();
    const env = { DENO_SERVE_ADDRESS: `tcp:127.0.0.1:${port}`, FIRSTPARTY_PUBLIC_HOST: "www.example.com" };
    const served = await startProgram(deno, ["run", "-A", "server.ts"], env, folder);
    try {
      const answer = await fetch(`http://127.0.0.1:${port}/ht/renew`, {
        method: "POST",
        headers: { cookie: "htjs_anonymous_id=a" },
      });
      expect(answer.headers.get("set-cookie")).toContain("Domain=example.com; HttpOnly");
    } finally {
      await served.stop();
      await remove();
    }
  },
);
