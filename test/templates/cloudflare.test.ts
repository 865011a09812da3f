import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startWorker } from "../parity/targets/cloudflare.ts";
import { layTool } from "../support/platform-builds.ts";
import { platformTool } from "../support/platform-tool.ts";
import { PATIENT, startWalk } from "./walk.ts";

const isMissing = platformTool("wrangler") === undefined;
if (isMissing) console.warn("\nSKIPPED, the template for Cloudflare: run npm install in test/platforms\n");

test.skipIf(isMissing && process.env["REQUIRE_PLATFORMS"] !== "1")(
  "cloudflare: its five steps",
  async ({ task }) => {
    task.meta.template = "cloudflare";
    const walk = await startWalk("cloudflare");
    onTestFinished(() => walk.remove());
    await walk.run(1);
    await layTool(walk.folder, "wrangler");
    await walk.run(2, { instead: { "npx wrangler login": "true" } });
    const env = { WRANGLER_SEND_METRICS: "false", XDG_CONFIG_HOME: walk.folder };
    expect(await walk.run(3, { env })).toContain("--dry-run: exiting now.");
    await walk.run(4, { instead: { "npx wrangler deploy": "true" } });

    const config = await readFile(join(walk.folder, "wrangler.toml"), "utf8");
    const date = /^compatibility_date = "([\d-]+)"/m.exec(config)?.[1] ?? "";
    // One way in, and a log that holds no visitor's request.
    for (const setting of ["workers_dev = false", "preview_urls = false", "enabled = true", "invocation_logs = false"])
      expect(config).toContain(`\n${setting}`);
    const { port, stop } = await startWorker(walk.folder, date);
    onTestFinished(stop);
    const answer = await walk.run(5, {
      instead: { "https://www.example.com": `-H 'Host: www.example.com' http://127.0.0.1:${port}` },
    });
    expect(answer).toMatch(/^HTTP\/1\.1 200/);
    expect(answer).toMatch(/^set-cookie: htjs_anonymous_id_srvr=check;.* Domain=example\.com; HttpOnly/im);
    expect(answer).toContain("<script>");
  },
  PATIENT,
);
