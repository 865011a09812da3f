import { expect } from "vitest";
import { ask, type Asking, type Got } from "./ask.ts";

/** What one visitor's page asks for, and what must come back to him. */
interface Step extends Asking {
  readonly expected: {
    /** Of several, any: some caches answer 304 themselves, others ask for the whole. */
    readonly status: number | readonly number[];
    readonly ids: readonly string[];
    readonly body?: string | RegExp;
  };
}

const VISITORS = 12;
const ROUNDS = 4;

/**
 * Many visitors at once, each with ids of his own, ask for everything that there is, again and again and in different order. Each gets
 * exactly his own ids where there are any to get, and never a word of another's.
 */
export async function playVisitors(socketPath: string): Promise<readonly Got[]> {
  const visits = Array.from({ length: VISITORS }, async (_, visitor) => {
    const me = `v${visitor}-`;
    const all: Got[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const steps = stepsOf(me);
      for (let at = 0; at < steps.length; at++) {
        const step = steps[(at * 5 + visitor + round) % steps.length]!;
        const got = await ask(socketPath, step);
        const where = `${step.method ?? "GET"} ${step.path} of ${me}`;
        const ids = idsIn([...got.setCookies, got.body].join(" "));
        expect.soft([step.expected.status].flat(), where).toContain(got.status);
        expect.soft(ids, where).toEqual([...step.expected.ids].toSorted());
        if (step.expected.body !== undefined) expect.soft(got.body, where).toMatch(step.expected.body);
        all.push(got);
      }
    }
    return all;
  });
  return (await Promise.all(visits)).flat();
}

/** Every visitor's ids that stand in a text, each once. */
function idsIn(text: string): readonly string[] {
  return [...new Set(text.match(/\bv\d+-\w+/g) ?? [])].toSorted();
}

function stepsOf(me: string): readonly Step[] {
  const [anonymous, user, token] = [`${me}anonymous`, `${me}user`, `${me}token`];
  const twins = `session=s3cret; htjs_anonymous_id_srvr=${anonymous}; htjs_user_id_srvr=${user}`;
  const lived = `htjs_anonymous_id=${anonymous}; htjs_user_id=${user}; ${twins}`;
  const both = [anonymous, user];
  const [settings, tag] = ["/sg/v1/projects/WK/settings", '"e1"'];
  const segmentTwins = `ajs_anonymous_id_srvr=${anonymous}; ajs_user_id_srvr=${user}`;
  const segmentLived = `ajs_anonymous_id=${anonymous}; ajs_user_id=${user}`;
  return [
    { method: "POST", path: "/ht/renew", cookie: lived, expected: { status: 200, ids: both } },
    { method: "POST", path: "/ht/renew", cookie: twins, expected: { status: 200, ids: both } },
    { path: "/ht/restore.js", cookie: twins, expected: { status: 200, ids: both, body: /^\/\* firstparty/ } },
    { path: "/ht/restore.js", expected: { status: 200, ids: [], body: /^\/\* firstparty/ } },
    { method: "HEAD", path: "/ht/restore.js", cookie: twins, expected: { status: 200, ids: both } },
    { path: "/ht/restore.js", cookie: lived, expected: { status: 200, ids: both } },
    { method: "POST", path: "/ht/clear", cookie: lived, expected: { status: 200, ids: [] } },
    { method: "POST", path: "/ht/v1/track", cookie: lived, expected: { status: 200, ids: [], body: "{}" } },
    { path: "/ht/browser/sdk.js", cookie: lived, expected: { status: 200, ids: [], body: "the SDK" } },
    { path: "/ht/browser/missing.js", cookie: lived, expected: { status: 404, ids: [], body: "no such file" } },
    { path: settings, cookie: segmentTwins, expected: { status: 200, ids: both, body: "{}" } },
    { path: settings, cookie: segmentLived, expected: { status: 200, ids: both } },
    { path: settings, cookie: segmentTwins, tag, expected: { status: [200, 304], ids: both } },
    { path: settings, tag, expected: { status: [200, 304], ids: [] } },
    { path: settings, expected: { status: 200, ids: [], body: "{}" } },
    { method: "POST", path: "/sg/v1/t", cookie: segmentLived, expected: { status: 200, ids: both, body: "{}" } },
    {
      path: "/acme/cookie/sdk.js",
      cookie: `tok=${token}`,
      expected: { status: 200, ids: [token], body: `for ${token}` },
    },
    {
      path: "/acme/tuned/sdk.js",
      cookie: `tok=${token}`,
      expected: { status: 200, ids: [token], body: `for ${token}` },
    },
  ];
}
