import { expect, test } from "vitest";
import { clearCookies, type Config, hightouch } from "../../core/index.ts";

const config: Config = { vendors: [hightouch()], cookieDomains: ["example.com"] };
const names = ["htjs_anonymous_id", "htjs_anonymous_id_srvr", "htjs_user_id", "htjs_user_id_srvr"];

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
