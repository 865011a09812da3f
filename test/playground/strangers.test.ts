import { once } from "node:events";
import { get } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Past } from "../../cli/dev/journal.ts";
import type { VendorEvent } from "../../cli/dev/moments.ts";
import { startDev, type Served } from "../support/serve-process.ts";

let served: Served;
let url: string;
beforeAll(async () => {
  served = await startDev(["--port", "0"]);
  url = `http://localhost:${served.port}`;
}, 60_000);
afterAll(() => served.stop());

/** Each test has a browser session of its own. */
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(url + path, {
    method: "POST",
    headers,
    body: typeof body === "string" ? body : JSON.stringify(body),
  }).then(({ status }) => status);

async function journal(session: string): Promise<Past> {
  const leave = new AbortController();
  const { body } = await fetch(`${url}/playground/journal`, {
    headers: { cookie: `shop_session=${session}` },
    signal: leave.signal,
  });
  let text = "";
  for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    if (text.endsWith("\n\n")) break;
  }
  leave.abort();
  return JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? "") as Past;
}

const act = { at: 1, kind: "act", act: "track" };

describe("the playground's doors", () => {
  test("shows events whose fields are what they have to be, alone or in a batch, and no others", async () => {
    const event = { messageId: "m1", type: "track", event: "Seen", userId: null, anonymousId: "a1" };
    await post("/ht/v1/t", event);
    await post("/ht/v1/batch", {
      batch: [{ ...event, messageId: "m2" }, null, { ...event, messageId: "m3", userId: "ann" }],
    });
    const { anonymousId: _, ...nameless } = event;
    for (const odd of [
      nameless,
      { ...event, userId: 7 },
      { ...event, event: {} },
      { ...event, type: null },
      null,
      [event],
    ]) {
      expect(await post("/ht/v1/t", odd)).toBe(200);
    }
    const events = (await journal("events")).moments.flatMap((moment): VendorEvent[] =>
      moment.kind === "event" ? [moment.event] : [],
    );
    expect(events.map(({ messageId, userId }) => [messageId, userId])).toEqual([
      ["m1", null],
      ["m2", null],
      ["m3", "ann"],
    ]);
    expect(JSON.parse(events[2]?.body ?? "")).toEqual({ ...event, messageId: "m3", userId: "ann" });
  });

  test("takes from pages what they can know, and nothing else", async () => {
    const write = { store: "cookie", name: "htjs_user_id", value: "ann", maxAge: 60 };
    const script = { at: 2, kind: "script", writes: [write, { ...write, value: null }] };
    const days = { at: 3, kind: "days", days: 8 };
    const headers = { cookie: "shop_session=told" };
    expect(await post("/playground/moments", [act, script, days], headers)).toBe(204);
    for (const odd of [
      "{",
      null,
      act,
      [null],
      [{ ...act, at: "now" }],
      [{ ...act, act: "toString" }],
      [{ ...script, writes: [null] }],
      [{ ...script, writes: [{ ...write, value: 1 }] }],
      [{ ...script, writes: undefined }],
      [{ ...days, days: -1 }],
      [{ ...days, days: 1e300 }],
      [{ at: 4, kind: "fresh", setUp: "plain" }],
      [{ at: 4, kind: "server", call: "renew", writes: [] }],
      [{ at: 4, kind: "found", writes: [] }],
      [act, { at: 4, kind: "event", event: {} }],
    ]) {
      expect([odd, await post("/playground/moments", odd, headers)]).toEqual([odd, 400]);
    }
    const told = (await journal("told")).moments.filter(({ kind }) => kind !== "event");
    expect(told).toEqual([act, script, days]);
  });

  test("takes 64 KiB at a time, and keeps the last 500 moments and how the visitor began", async () => {
    const headers = { cookie: "shop_session=long" };
    const padded = (bytes: number) => JSON.stringify([act]).padEnd(bytes);
    expect(await post("/playground/moments", padded(65_537), headers)).toBe(413);
    expect(await post("/playground/moments", padded(65_536), headers)).toBe(204);
    expect((await journal("long")).isCut).toBe(false);
    await post("/playground/fresh?set-up=plain", "", headers);
    for (let at = 1; at <= 600; at += 300) {
      const moments = Array.from({ length: 300 }, (_, index) => ({ ...act, at: at + index }));
      expect(await post("/playground/moments", moments, headers)).toBe(204);
    }
    const { moments, isCut } = await journal("long");
    expect(isCut).toBe(true);
    expect(moments).toHaveLength(500);
    expect(moments[0]).toMatchObject({ kind: "fresh", setUp: "plain" });
    expect([moments[1]?.at, moments.at(-1)?.at]).toEqual([102, 600]);
  });

  test.for([
    ["another site's page", { "sec-fetch-site": "cross-site" }, 403],
    ["a page on another port", { "sec-fetch-site": "same-site" }, 403],
    ["another site's page in an older browser", { origin: "https://evil.example" }, 403],
    ["a page without an origin in an older browser", { origin: "null" }, 403],
    ["its own page", { "sec-fetch-site": "same-origin" }, 204],
    ["no browser", {}, 204],
  ] as const)("judges who may change something: %s", async ([, headers, status]) => {
    expect(await post("/playground/fresh", "", headers)).toBe(status);
  });

  test("lets its own page change something in an older browser", async () => {
    expect(await post("/playground/fresh", "", { origin: url })).toBe(204);
  });

  test("answers this machine's own names only", async () => {
    // A stranger's name that resolves to this machine. Fetch does not let one write it.
    const [rebound] = await once(get(url, { headers: { host: "rebound.example" } }), "response");
    expect(rebound.statusCode).toBe(403);
  });

  test("has the browser see to it that pages ask nobody else, and are framed by nobody else", async () => {
    const rules = async (path: string) => (await fetch(url + path)).headers.get("content-security-policy")?.split("; ");
    expect(await rules("/")).toEqual(expect.arrayContaining(["default-src 'self'", "frame-ancestors 'none'"]));
    for (const setUp of ["plain", "sample", "firstparty"]) {
      const shop = await rules(`/shop/${setUp}/`);
      expect(shop).toEqual(expect.arrayContaining(["default-src 'self'", "frame-ancestors 'self'"]));
    }
  });
});
