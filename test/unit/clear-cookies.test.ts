import { expect, test } from "vitest";
import { clearCookies, withdraw, type Config, hightouch, type Vendor } from "../../core/index.ts";

const config: Config = { vendors: [hightouch()], cookieDomains: ["example.com"] };
const names = [
  "htjs_anonymous_id",
  "htjs_anonymous_id_srvr",
  "htjs_group_id",
  "htjs_sesh",
  "htjs_user_id",
  "htjs_user_id_srvr",
  "s%3Acontext.referrer",
];

test("clearCookies expires twins and browser cookies, in both variants, whether carried or not", () => {
  const values = clearCookies(new Request("https://www.example.com/logout"), config);
  const expected = names.flatMap((name) => [
    `${name}=; Path=/; Max-Age=0; SameSite=Lax; Secure`,
    `${name}=; Path=/; Max-Age=0; SameSite=Lax; Secure; Domain=example.com`,
  ]);
  expect(values.toSorted()).toEqual(expected.toSorted());
});

test("clearCookies on an address expires the host-only variant, which is the only one", () => {
  const values = clearCookies(new Request("http://127.0.0.1:8787/logout"), config);
  expect(values.toSorted()).toEqual(names.map((name) => `${name}=; Path=/; Max-Age=0; SameSite=Lax`));
});

test("clearCookies over https on localhost keeps Secure", () => {
  const [first] = clearCookies(new Request("https://localhost/logout"), config);
  expect(first).toContain("; Secure");
});

test("clearCookies throws on a wrong config", () => {
  expect(() => clearCookies(new Request("https://www.example.com/"), { vendors: [], cookieDomains: [] })).toThrow(
    TypeError,
  );
});

test("clearCookies clears every match of every vendor, beyond what one renew may write", () => {
  const starred = (id: string): Vendor => ({
    ...(hightouch() as Vendor),
    id,
    path: `/${id}`,
    identity: [[{ browser: `${id}_*`, server: `${id}_*_srvr` }]],
    scriptCookies: [],
  });
  const cookie = ["x", "y"].flatMap((id) => [1, 2, 3, 4, 5, 6].map((index) => `${id}_${index}=v`)).join("; ");
  const values = clearCookies(new Request("http://127.0.0.1/", { headers: { cookie } }), {
    vendors: [starred("x"), starred("y")],
    cookieDomains: [],
  });
  expect(values).toHaveLength(2 * 6 * 2);
});

test("cookies that are made up by the hundred do not make an answer that no server would carry", () => {
  const starred: Vendor = {
    ...(hightouch() as Vendor),
    identity: [[{ browser: "x_*", server: "x_*_srvr" }]],
    routes: (hightouch() as Vendor).routes.map((route) => ("host" in route ? { ...route, cookiesUp: ["y_*"] } : route)),
  };
  const cookie = Array.from({ length: 500 }, (_, index) => `x_${index}=; y_${index}=`).join("; ");
  const request = new Request("http://127.0.0.1/", { headers: { cookie } });
  const made = { vendors: [starred], cookieDomains: [] };
  expect(clearCookies(request, made).length).toBeLessThanOrEqual(200);
  expect(withdraw(request, made).length).toBeLessThanOrEqual(200);
});
