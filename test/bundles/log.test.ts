import { afterEach, expect, test, vi } from "vitest";
import { handlerFromEnv } from "../../bundles/handler-from-env.ts";

const env = { FIRSTPARTY_VENDORS: "hightouch", FIRSTPARTY_COOKIE_DOMAINS: "shop.example" };

afterEach(() => vi.restoreAllMocks());

function spied(method: "error" | "warn"): () => Record<string, unknown>[] {
  const spy = vi.spyOn(console, method).mockImplementation(() => {});
  return () => spy.mock.calls.map(([line]) => JSON.parse(String(line)) as Record<string, unknown>);
}

test("a bundle logs what it refuses as serve does, without what a visitor sent", async () => {
  const lines = spied("error");
  const handler = handlerFromEnv(env);
  const { status } = await handler(
    new Request("https://www.shop.example/ht/s3cret?s3cret", { headers: { cookie: "a=s3cret" } }),
  );
  expect(status).toBe(404);
  await expect
    .poll(lines)
    .toEqual([expect.objectContaining({ level: "warn", event: "refused", code: "no_route", status: 404 })]);
  expect(JSON.stringify(lines())).not.toContain("s3cret");
});

test("a bundle says once what is most likely not meant, and takes what is no text for none of its variables", () => {
  const lines = spied("warn");
  handlerFromEnv({ ...env, FIRSTPARTY_HIGHTOUCH_WRITE_KEYS: "WK=other.example", FIRSTPARTY_KV: { get() {} } });
  expect(lines()).toEqual([
    expect.objectContaining({
      event: "config",
      message: expect.stringContaining("outside FIRSTPARTY_COOKIE_DOMAINS (shop.example)"),
    }),
  ]);
});
