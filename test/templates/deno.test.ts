import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test } from "vitest";
import { freePort } from "../support/closed-port.ts";
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
    const port = await freePort();
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

test(
  "deno serve runs a default export of toDeno, as docs/platforms.md has it",
  { meta: { template: "deno" } },
  async () => {
    const entry = `import { createFirstParty } from "firstparty";
import { toDeno } from "firstparty/deno";
import config from "./firstparty.config.ts";

export default toDeno(createFirstParty(config));
`;
    const { folder, remove } = await layTemplate("deno", { "own.ts": entry });
    // It says where it listens in words of its own, on stderr.
    const child = spawn(deno, ["serve", "-A", "--host=127.0.0.1", "--port=0", "own.ts"], {
      cwd: folder,
      env: { PATH: process.env["PATH"], NO_COLOR: "1" },
      stdio: ["ignore", "ignore", "pipe"],
    });
    try {
      let said = "";
      for await (const chunk of child.stderr) if (/:\d+\//.test((said += String(chunk)))) break;
      const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? [said];
      const answer = await fetch(`${url}/ht/restore.js`);
      expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/javascript; charset=utf-8"]);
    } finally {
      if (child.exitCode === null) {
        child.kill("SIGKILL");
        await once(child, "exit");
      }
      await remove();
    }
  },
);
