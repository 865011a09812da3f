import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loopbackVendor } from "../parity/vendor-loopback.ts";
import type { VendorPlayer } from "../parity/vendor.ts";
import { PLATFORMS, type Running, startBundle } from "./start.ts";

describe.each(PLATFORMS)("the bundle for %s, alone in a folder, configured by its environment", (platform) => {
  let vendor: VendorPlayer;
  let running: Running | undefined;
  let missing = "";
  beforeAll(async () => {
    vendor = await loopbackVendor();
    const started = await startBundle(platform, {
      FIRSTPARTY_VENDORS: "hightouch,segment",
      FIRSTPARTY_COOKIE_DOMAINS: "shop.example",
      FIRSTPARTY_HIGHTOUCH_HOSTS_CDN: vendor.url,
      FIRSTPARTY_HIGHTOUCH_HOSTS_EVENTS: vendor.url,
      FIRSTPARTY_SEGMENT_HOSTS_CDN: vendor.url,
      FIRSTPARTY_SEGMENT_HOSTS_API: vendor.url,
    });
    if ("send" in started) return void (running = started);
    missing = started.missing;
    if (process.env["REQUIRE_PLATFORMS"] === "1") throw new Error(missing);
    console.warn(`\nSKIPPED, the bundle for ${platform}: ${missing}\n`);
  }, 60_000);
  afterAll(async () => {
    await running?.stop();
    await vendor.stop();
  });

  test("relays an event with the visitor's address", async ({ skip }) => {
    if (running === undefined) return skip(missing);
    vendor.play([{ headers: [["content-type", "application/json"]], body: '{"success":true}' }]);
    const body = '{"messageId":"1","traits":{"name":"Ånn"}}';
    const headers = { "content-type": "application/json", cookie: "session=s3cret" };
    const got = await running.send({ method: "POST", path: "/ht/v1/track", headers, body });
    expect([got.status, Buffer.from(got.body).toString()]).toEqual([200, '{"success":true}']);
    const [received, ...others] = vendor.received();
    expect(others).toEqual([]);
    expect(Buffer.from(received?.body ?? []).toString()).toBe(body);
    const of = (name: string) => received?.headers.filter(([each]) => each === name).map(([, value]) => value);
    expect([of("x-forwarded-for"), of("cookie")]).toEqual([["203.0.113.7"], []]);
  });

  test("renews, for another vendor too", async ({ skip }) => {
    if (running === undefined) return skip(missing);
    const sets = (got: { headers: readonly (readonly [string, string])[] }) =>
      got.headers.filter(([name]) => name === "set-cookie").map(([, value]) => value);
    const renewed = await running.send({
      method: "POST",
      path: "/ht/renew",
      headers: { cookie: "htjs_anonymous_id=a", "sec-fetch-site": "same-origin" },
    });
    expect(sets(renewed)).toEqual([
      expect.stringMatching(/^htjs_anonymous_id_srvr=a; .*Domain=shop\.example; HttpOnly/),
    ]);
    const restored = await running.send({ path: "/sg/restore.js", headers: { cookie: "ajs_anonymous_id_srvr=b" } });
    expect(sets(restored)).toContainEqual(expect.stringMatching(/^ajs_anonymous_id=b; .*Domain=shop\.example/));
  });
});
