import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { configOf } from "../parity/sites.ts";
import { type Runtime, type Served, startServe } from "../support/serve-process.ts";
import { type Attack, REFUSED } from "./attack.ts";
import { forgeryAttacks } from "./attacks/forgery.ts";
import { hostileVendorAttacks } from "./attacks/hostile-vendor.ts";
import { requestLineAttacks } from "./attacks/request-line.ts";
import { smugglingAttacks } from "./attacks/smuggling.ts";
import { type RawVendor, rawVendor } from "./raw-vendor.ts";
import { type Exchanged, wire } from "./wire.ts";

export const attacks: readonly Attack[] = [
  ...requestLineAttacks,
  ...smugglingAttacks,
  ...forgeryAttacks,
  ...hostileVendorAttacks,
];

/** In every visitor's requests, and never in a log. */
const CANARY = "s3cret";

/** `firstparty serve` on one runtime, from dist, attacked from outside; the only place that asserts. */
export function runAttacks(runtime: Runtime): void {
  describe(`attacks on ${runtime}`, () => {
    let vendor: RawVendor;
    let served: Served;
    let folder: string;
    let visitors = 0;
    beforeAll(async () => {
      vendor = await rawVendor();
      folder = await mkdtemp(join(tmpdir(), "firstparty-attacks-"));
      const file = join(folder, "config.json");
      await writeFile(file, JSON.stringify(configOf("impatient", vendor.url, "http://127.0.0.1:1")));
      served = await startServe(runtime, ["--config", file, "--port", "0"]);
    });
    afterAll(async () => {
      await served.stop();
      await vendor.stop();
      await rm(folder, { recursive: true });
    });

    test.each(attacks.map((attack) => [attack.name, attack] as const))("%s", async (_name, attack) => {
      const { reaches = [], answers = REFUSED } = { ...attack, ...attack.on?.[runtime] };
      vendor.says(attack.vendorSays, attack.vendorCloses ?? false);
      const got = await wire(served.port, [attack.send, attack.thenSend], (all) => answers.test(statuses(all)));
      await checkVisitor(served.port, vendor, `${runtime}-${visitors++}`, reaches);
      expect.soft(statuses(got.answers), got.raw.slice(0, 2_000)).toMatch(answers);
      checkAnswers(got, attack);
      // Other runtimes' parsers answer without a body, or not at all.
      if (runtime === "node")
        for (const { status, body } of got.answers) if (status >= 400) expect.soft(body).toContain('{"code":');
      expect(served.process.exitCode, "it still runs").toBe(null);
    });

    test("nothing of what anybody sent is in the log", async () => {
      await served.stop();
      const { stderr } = served.output();
      for (const line of stderr.trim().split("\n")) expect(() => JSON.parse(line) as unknown, line).not.toThrow();
      expect(stderr).toContain('"event":"refused"');
      for (const word of [CANARY, "evil", "smuggled", "attack", "127.0.0.1", "169.254", "htjs_"]) {
        expect.soft(stderr, word).not.toContain(word);
      }
      expect(vendor.everything(), "the site's own session").not.toContain(`session=${CANARY}`);
    });
  });
}

function statuses(answers: Exchanged["answers"]): string {
  return answers.map(({ status }) => status).join(" ");
}

function checkAnswers({ raw, answers }: Exchanged, { setCookies = [], never, breaksOff }: Attack): void {
  const got = answers.flatMap(({ headers }) => headers.filter(([name]) => name === "set-cookie"));
  const expected = answers.some(({ status }) => status === 200) ? setCookies : [];
  expect
    .soft(
      got.map(([, value]) => value),
      "Set-Cookie",
    )
    .toEqual(expected);
  expect.soft(raw).not.toMatch(/\bat .*:\d+:\d+|node_modules|\.ts\b/);
  if (never !== undefined) expect.soft(raw).not.toMatch(never);
  if (breaksOff) expect.soft(answers.filter(({ status, isWhole }) => status < 300 && isWhole)).toEqual([]);
}

/** A visitor comes behind the attacker: he gets his own answers, whole, and the vendor his request, and nothing beside what may reach it. */
async function checkVisitor(port: number, vendor: RawVendor, name: string, reaches: readonly string[]): Promise<void> {
  const origin = `http://127.0.0.1:${port}`;
  const headers = { cookie: `htjs_user_id=${name}; session=${CANARY}`, "sec-fetch-site": "same-origin" };
  const renewed = await fetch(`${origin}/ht/renew`, { method: "POST", headers });
  expect.soft(renewed.status, "a visitor's renew").toBe(200);
  expect.soft(renewed.headers.getSetCookie().join(), "a visitor's renew").toContain(`htjs_user_id_srvr=${name};`);
  const script = await fetch(`${origin}/ht/browser/${name}.js`, { headers });
  expect.soft(await script.text(), "a visitor's script").toBe(`{"url":"/browser/${name}.js"}`);
  const url = `/v1/track?by=${name}-${CANARY}`;
  const event = await fetch(`${origin}/ht${url}`, { method: "POST", headers, body: `{"userId":"${CANARY}"}` });
  expect.soft(await event.text(), "a visitor's event").toBe(JSON.stringify({ url }));
  expect
    .soft(vendor.received().filter(isNoRepeat), "requests at the vendor")
    .toEqual([...reaches, `GET /browser/${name}.js`, `POST ${url} {"userId":"${CANARY}"}`]);
}

/** A fetch may send a GET again by itself where a connection that was used before ends (RFC 9110 9.2.2). */
function isNoRepeat(request: string, index: number, all: readonly string[]): boolean {
  return !request.startsWith("GET ") || request !== all[index - 1];
}
