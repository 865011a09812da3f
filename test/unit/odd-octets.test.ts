import { expect, test } from "vitest";
import { createFirstParty, hightouch, type UpstreamRequest } from "../../core/index.ts";
import { acme } from "../fuzz/sites.ts";

// What HTTP's own parsers refuse, and events and transports that somebody made by hand need not. Found by `npm run fuzz`.

const handler = createFirstParty({ vendors: [hightouch(), acme], cookieDomains: ["shop.example"] });

async function ask(
  url: string,
  headers: Record<string, string> = {},
  vendor: Record<string, string> = {},
  clientIp?: string,
  host = "www.shop.example",
) {
  const up: (UpstreamRequest & { readonly url: string })[] = [];
  const answer = await handler.answer(
    {
      method: url.includes("settings") ? "GET" : "POST",
      url,
      host,
      secure: true,
      header: (name) => headers[name] ?? null,
      readBody: async () => new ArrayBuffer(2),
    },
    {
      clientIp,
      fetch: Object.assign(
        async (to: string, request: UpstreamRequest) => {
          up.push({ ...request, url: to });
          return {
            status: 200,
            headers: { get: (name: string) => vendor[name] ?? null, getSetCookie: () => [vendor["set-cookie"] ?? "x"] },
            body: null,
            arrayBuffer: async () => new ArrayBuffer(2),
          };
        },
        { encoding: "pass" as const },
      ),
    },
  );
  return { answer, up };
}

test.each(["/ht/v1/%%32e%%32e/x", "/ht/v1/%2%65", "/ht/v1/x%", "/ht/v1/%zz"])(
  "half an escape is refused, since what decodes twice makes a whole one of it (%s)",
  async (path) => {
    const { answer, up } = await ask(path);
    expect(answer.status).toBe(400);
    expect(up).toEqual([]);
  },
);

test.each([
  "/ht/v1/t?a\r\nx: y",
  "/ht/v1/t?a b",
  "/ht/v1/t?\0",
  "://x/ht/v1/t",
  "ftp://x/ht/v1/t",
  "x/http://y/ht/v1/t",
])("a target that no request line holds is refused (%j)", async (url) => {
  const { answer, up } = await ask(url);
  expect(answer.status).toBe(400);
  expect(up).toEqual([]);
});

test("a header with a control in it stays behind, either way, and so does such a cookie", async () => {
  const cut = "a\r\nx-evil: 1";
  const { answer, up } = await ask(
    "/acme/bulk",
    { "user-agent": cut, authorization: `Basic ${cut}`, "accept-encoding": cut, cookie: `xnpe_a=${cut}; xnpe_b=1` },
    {
      "content-type": cut,
      "retry-after": cut,
      "content-encoding": cut,
      "set-cookie": "xnpe_c=1; Expires=a\0b; HttpOnly",
    },
  );
  expect(up[0]?.headers).toEqual({
    accept: "*/*",
    "accept-language": "*",
    "user-agent": "firstparty",
    "accept-encoding": "identity",
    cookie: "xnpe_b=1",
  });
  expect(Object.keys(answer.headers).toSorted()).toEqual(["cache-control", "vary", "x-content-type-options"]);
  expect(answer.setCookies).toEqual(["xnpe_c=1; Path=/; HttpOnly; Secure; Domain=shop.example"]);
});

test.each(["renew", "clear", "consent/withdraw"])(
  "a control in the name of a cookie is written nowhere (%s)",
  async (call) => {
    const { answer } = await ask(`/acme/${call}`, { cookie: "as_\r\nset-cookie: a=1; ac_\0_id_srvr=1; xnpe_\ra=1" });
    expect(answer.status).toBe(200);
    // oxlint-disable-next-line no-control-regex
    expect(answer.setCookies.filter((line) => /[\0-\x1f]/.test(line))).toEqual([]);
  },
);

test.each(["[::1].", "[:1].:80"])("an address with a dot behind it is no host (%s)", async (host) => {
  expect((await ask("/ht/v1/t", {}, {}, undefined, host)).answer.status).toBe(400);
});

test.each([[["198.51.100.4"]], [null], [7], [{}]])("an address that is no text is none (%j)", async (odd) => {
  const { answer, up } = await ask("/ht/v1/t", {}, {}, odd as unknown as string);
  expect(answer.status).toBe(200);
  expect(up[0]?.headers).not.toHaveProperty("x-forwarded-for");
});
