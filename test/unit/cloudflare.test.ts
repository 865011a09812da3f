import { expect, test, vi } from "vitest";
import { toCloudflare } from "../../adapters/cloudflare.ts";
import { createFirstParty, type FirstParty, hightouch } from "../../core/index.ts";

const request = () => new Request("https://www.example.com/ht/renew", { method: "POST" });
const context = { waitUntil: () => {} };
const firstParty = (domain: string) => createFirstParty({ vendors: [hightouch()], cookieDomains: [domain] });

test("the handler is made from env once, and again for another env", async () => {
  const make = vi.fn((env: { readonly DOMAIN: string }) => firstParty(env.DOMAIN));
  const worker = toCloudflare(make);
  const env = { DOMAIN: "example.com" };
  await Promise.all([worker.fetch(request(), env, context), worker.fetch(request(), env, context)]);
  expect(make.mock.calls).toEqual([[env]]);
  expect((await worker.fetch(request(), { DOMAIN: "example.de" }, context)).status).toBe(200);
  expect(make).toHaveBeenCalledTimes(2);
});

test.each([
  ["a mistake in the config", () => firstParty("example"), /^firstparty: cookieDomains .*\(got "example"\)$/],
  [
    "a function that returns no handler",
    () => ({ vendors: [] }) as unknown as FirstParty,
    /^firstparty: toCloudflare takes what createFirstParty returned, or a function of env that returns it$/,
  ],
])("%s is a sentence in the log and a constant 500", async (_, make, sentence) => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  const response = await toCloudflare(make).fetch(request(), {}, context);
  expect(response.status).toBe(500);
  expect(await response.text()).toBe('{"code":"internal"}');
  expect(log.mock.calls).toEqual([[expect.stringMatching(sentence)]]);
  log.mockRestore();
});

test("an event keeps the Worker alive, by the method of its own context", async () => {
  const handler = firstParty("example.com");
  let kept: Promise<unknown> | undefined;
  const worker = toCloudflare(
    Object.assign(
      async (...[, platform]: Parameters<FirstParty>) => {
        platform?.waitUntil?.(Promise.resolve());
        return new Response();
      },
      { answer: handler.answer, patienceMs: 1 },
    ),
  );
  const strict = {
    waitUntil(work: Promise<unknown>) {
      if (this !== strict) throw new TypeError("Illegal invocation");
      kept = work;
    },
  };
  const { fetch } = worker;
  expect((await fetch(request(), {}, strict)).status).toBe(200);
  expect(kept).toBeInstanceOf(Promise);
});
