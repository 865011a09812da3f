import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createFirstParty, hightouch } from "../../core/index.ts";
import { startOutput } from "../parity/targets/vercel.ts";
import { layTool, VERCEL, vercelBuild, vercelLink } from "../support/platform-builds.ts";
import { platformTool } from "../support/platform-tool.ts";
import { PATIENT, startWalk, type Walk } from "./walk.ts";

const isMissing = platformTool("vercel") === undefined;
if (isMissing) console.warn("\nSKIPPED, the templates for Vercel: run npm install in test/platforms\n");
const onVercel = test.skipIf(isMissing && process.env["REQUIRE_PLATFORMS"] !== "1");

const SECRET = "a-secret-of-both-projects";

onVercel(
  "vercel/same-project: its five steps",
  async ({ task }) => {
    task.meta.template = "vercel/same-project";
    const { walk, output } = await built("vercel/same-project");
    const site = await started(output);
    const answer = await walk.run(5, {
      instead: { "https://www.example.com": `-H 'Host: www.example.com' ${site}` },
    });
    expect(answer).toMatch(/^HTTP\/1\.1 200/);
    expect(answer).toMatch(/^set-cookie: htjs_anonymous_id_srvr=check;.* Domain=example\.com; HttpOnly/im);
    expect(answer).toContain("<script>");

    // Beside it the site stays as it was, and the function's own path leads nowhere.
    expect(await (await fetch(`${site}/`)).text()).toContain("Your site");
    expect((await fetch(`${site}/htx/renew`, { method: "POST" })).status).toBe(404);
    expect(await (await fetch(`${site}/api/ht`, { method: "POST" })).json()).toMatchObject({ code: "no_route" });

    const config = await readFile(join(output, "functions/api/ht.func/.vc-config.json"), "utf8");
    const { maxDuration } = JSON.parse(config) as { readonly maxDuration: number };
    const { patienceMs } = createFirstParty({ vendors: [hightouch()], cookieDomains: ["example.com"] });
    expect(maxDuration * 1_000).toBeGreaterThan(patienceMs);
  },
  PATIENT,
);

onVercel(
  "vercel/separate-project: its five steps, and the site's project in front",
  async ({ task }) => {
    task.meta.template = "vercel/separate-project";
    const { walk, output } = await built("vercel/separate-project");
    expect(await walk.run(2, { instead: { "npx vercel link": "true" } })).toMatch(/^[0-9a-f]{64}$/m);
    const service = await started(output, { ORIGIN_SECRET: SECRET });
    const front = join(walk.folder, "..", "site");
    await mkdir(front);
    await cp(join(walk.folder, "site/vercel.json"), join(front, "vercel.json"));
    await writeFile(join(front, "index.html"), "Your site");
    const site = await started(await vercelBuild(front), {
      ORIGIN_SECRET: SECRET,
      VERCEL_PROJECTS: JSON.stringify({ "my-firstparty.vercel.app": new URL(service).port }),
    });

    const answer = await walk.run(5, {
      instead: { "https://www.example.com": `-H 'Host: www.example.com' ${site}` },
    });
    expect(answer).toMatch(/^HTTP\/1\.1 200/);
    expect(answer).toMatch(/^set-cookie: htjs_anonymous_id_srvr=check;.* Domain=example\.com; HttpOnly/im);
    expect(answer).toContain("<script>");
    expect(await (await fetch(`${site}/`)).text()).toBe("Your site");

    const renew = async (from: string, headers: Record<string, string> = {}) => {
      const sent = { cookie: "htjs_anonymous_id=check", ...headers };
      const answered = await fetch(`${from}/ht/renew`, { method: "POST", headers: sent });
      return [answered.status, ((await answered.json()) as { readonly code?: string }).code];
    };
    // publicHost says whose pages may call, though another Host arrives.
    expect(await renew(site, { origin: "https://www.example.com" })).toEqual([200, undefined]);
    expect(await renew(site, { origin: "https://my-firstparty.vercel.app" })).toEqual([403, "forbidden"]);
    // What a client writes himself counts neither at the site nor past it.
    expect(await renew(site, { "x-origin-verify": "a-guess-of-someone" })).toEqual([200, undefined]);
    expect(await renew(service, { "x-origin-verify": "a-guess-of-someone" })).toEqual([403, "not_through_edge"]);
    expect(await renew(service)).toEqual([403, "not_through_edge"]);

    const unset = await started(output);
    expect((await fetch(`${unset}/ht/renew`, { method: "POST" })).status).toBe(500);
  },
  PATIENT,
);

/** Steps 1 to 4; what is Vercel's own is laid in their place. */
async function built(name: string): Promise<{ readonly walk: Walk; readonly output: string }> {
  const walk = await startWalk(name);
  onTestFinished(() => walk.remove());
  await walk.run(1);
  await layTool(walk.folder, "vercel");
  await vercelLink(walk.folder);
  await walk.run(2, { instead: { "npx vercel link": "true" } });
  await walk.run(3, { env: VERCEL });
  await walk.run(4, { instead: { "npx vercel deploy --prebuilt --prod": "true" } });
  return { walk, output: join(walk.folder, ".vercel/output") };
}

async function started(output: string, env?: Readonly<Record<string, string>>): Promise<string> {
  const { ready, stop } = await startOutput(output, env);
  onTestFinished(stop);
  return `http://127.0.0.1:${ready}`;
}
