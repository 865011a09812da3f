import { expect, test } from "vitest";
import { parseCookieHeader } from "../../core/cookie-header.ts";
import type { Exchange } from "../../core/endpoint.ts";
import { listener } from "../../core/relay/said.ts";
import { twinRule } from "../../core/relay/twins.ts";
import type { PersonPlace, RelayRoute, Vendor } from "../../core/types.ts";

const vendor: Pick<Vendor, "id" | "path" | "identity"> = {
  id: "acme",
  path: "/acme",
  identity: [
    [{ browser: "id_*", server: "id_*_srvr" }],
    [
      { browser: "user", server: "user_srvr" },
      { browser: "more", server: "more_srvr" },
    ],
  ],
};

/** Which of the cookies a request to `/acme/who/:person?…` takes along. */
async function goingUp(
  cookie: string,
  personIn: PersonPlace[],
  { path = "/acme/who/new", search = "", body = "" } = {},
) {
  const route = {
    path: "/who/:person",
    cookiesUp: ["*"],
    requestHeaders: [],
    personIn,
  } as Partial<RelayRoute> as RelayRoute;
  const cookies = parseCookieHeader(cookie);
  const exchange = { path, search, site: { host: "shop.example" } } as Partial<Exchange> as Exchange;
  const said = listener(vendor as Vendor, route, { headerBytes: 1_024 })({
    header: (name) => (name === "cookie" ? cookie : null),
  });
  await said.hear(new TextEncoder().encode(body));
  const mayGoUp = twinRule(vendor as Vendor, route, "up");
  return cookies.names.filter((name) => mayGoUp(exchange, said, name, cookies.get(name) ?? ""));
}

const inQuery: PersonPlace[] = [{ in: "query", name: "who" }];
const inPath: PersonPlace[] = [{ in: "path", name: "person", nobody: ["new", "none"] }];
const inBody: PersonPlace[] = [{ in: "body", name: "who" }];

test.each<[what: string, up: string[], ...Parameters<typeof goingUp>]>([
  ["a twin that nothing speaks against", ["user_srvr"], "user_srvr=a", [...inQuery, ...inPath, ...inBody]],
  [
    "each match of a pattern by its own browser cookie",
    ["id_1", "id_2", "id_2_srvr"],
    "id_1=a; id_1_srvr=b; id_2=c; id_2_srvr=c",
    [],
  ],
  ["whoever the query names", ["user_srvr"], "user_srvr=a", inQuery, { search: "?x=1&who=a" }],
  ["whoever the query names in escapes", ["user_srvr"], "user_srvr=a+b", inQuery, { search: "?w%68o=a%2Bb" }],
  ["nobody beside somebody else in the query", [], "user_srvr=a", inQuery, { search: "?who=a&who=b" }],
  ["nor behind a semicolon", [], "user_srvr=a", inQuery, { search: "?x=1;who=b" }],
  ["nor beside an escape that is none", [], "user_srvr=a", inQuery, { search: "?who=%zz" }],
  ["whoever the path names", ["user_srvr"], "user_srvr=a", inPath, { path: "/acme/who/a" }],
  [
    "whoever it is where the path has a word for nobody",
    ["user_srvr"],
    "user_srvr=a",
    inPath,
    { path: "/acme/who/none" },
  ],
  ["nobody beside somebody else in the path", [], "user_srvr=a", inPath, { path: "/acme/who/b" }],
  ["whoever the body names", ["user_srvr"], "user_srvr=a", inBody, { body: '[{"x":{"who":"a"}}]' }],
  ["nobody beside a body that cannot be read", [], "user_srvr=a", inBody, { body: "who=a" }],
  ["nor beside one that is too large", [], "user_srvr=a", inBody, { body: `{"who":"a","x":"${"x".repeat(524_288)}"}` }],
  ["what is no twin, whatever is named", ["other"], "other=a", inQuery, { search: "?who=b" }],
  ["nobody after a log-out that was seen", ["fp_reset_acme_srvr"], "user_srvr=a; fp_reset_acme_srvr=1", []],
  [
    "nor an old person's twin after another has come",
    ["fp_reset_acme_srvr"],
    "user_srvr=a; fp_reset_acme_srvr=b9jhu9",
    [],
  ],
  ["who has come since", ["user_srvr", "fp_reset_acme_srvr"], "user_srvr=new; fp_reset_acme_srvr=b9jhu9", []],
  [
    "who has come since, whole",
    ["user_srvr", "more_srvr", "fp_reset_acme_srvr"],
    "user_srvr=a; more_srvr=b; fp_reset_acme_srvr=1r9wi7g",
    [],
  ],
  ["but who is there after it", ["user", "user_srvr", "fp_reset_acme"], "user=a; user_srvr=a; fp_reset_acme=1", []],
])("up goes %s", async (_, up, ...request) => {
  expect(await goingUp(...request)).toEqual(up);
});
