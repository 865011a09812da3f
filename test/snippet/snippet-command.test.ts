import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bloomreach, type Config, hightouch, segment } from "../../core/index.ts";
import { runCli } from "../support/run-cli.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "firstparty-snippet-"));
});
afterAll(() => rm(folder, { recursive: true }));

const CONFIG: Config = { vendors: [hightouch()], cookieDomains: ["shop.example", "shop.de"] };
const ENV = { FIRSTPARTY_VENDORS: "hightouch", FIRSTPARTY_COOKIE_DOMAINS: "shop.example" };
/** The key is what most cases do not care for. */
const KEY = ["--write-key", "WK"];

let fileCount = 0;
async function configFile(config: object): Promise<string> {
  const file = join(folder, `${++fileCount}.json`);
  await writeFile(file, JSON.stringify(config));
  return file;
}

const snippetOf = async (vendor: string, config: object, ...args: string[]) =>
  runCli("node", ["snippet", vendor, "--config", await configFile(config), ...args]);
const snippet = (config: object, ...args: string[]) => snippetOf("hightouch", config, ...KEY, ...args);

/** What is said of Hightouch's, where there is nothing else to say. */
const POLICY =
  /^firstparty: a Content-Security-Policy has to allow\n  script-src 'sha256-[^']+' (\S+)\n  connect-src \1\n$/;

describe("firstparty snippet", () => {
  test("prints the same on every runtime, and nothing but the snippet on stdout", async () => {
    const outputs = await Promise.all(
      (["node", "bun", "deno"] as const).map((runtime) => runCli(runtime, ["snippet", "hightouch", ...KEY], ENV)),
    );
    for (const output of outputs) expect(output).toEqual({ ...outputs[0], code: 0 });
    expect(outputs[0]?.stderr).toMatch(POLICY);
    expect(outputs[0]?.stdout).toMatch(/^<script>\n[^]*<\/script>\n$/);
  });

  test("reads the environment over the file, as serve does", async () => {
    const file = await configFile({ ...CONFIG, cookieDomains: ["file.example"] });
    const { stdout } = await runCli("node", ["snippet", "hightouch", "--config", file], {
      FIRSTPARTY_COOKIE_DOMAINS: "environment.example",
      FIRSTPARTY_HIGHTOUCH_PATH: "/from-environment",
    });
    expect(stdout).toContain('"/from-environment/renew"');
    expect(stdout).toContain("environment");
    expect(stdout).not.toContain("file");
  });

  test("without --write-key prints a placeholder, and says on stderr that it has to be replaced", async () => {
    const { code, stdout, stderr } = await runCli("node", ["snippet", "hightouch"], ENV);
    expect(code).toBe(0);
    expect(stdout).toContain('"WRITE_KEY"');
    expect(stderr).toMatch(
      /^firstparty: WRITE_KEY is printed where your source's write key belongs; name it with --write-key, or replace/,
    );
    // The hash would be another one.
    expect(stderr).toMatch(
      /has to allow \('nonce-…' is one that your server makes; .*\)\n  script-src 'nonce-…' 'self'\n/,
    );
  });

  test("the only key that passes is the one, in the whole config or at a host or domain", async () => {
    const shared = { cookieDomains: ["shop.example", "shop.de"] };
    const one = { ...shared, vendors: [hightouch({ writeKeys: ["WK"] })] };
    const bound = { ...shared, vendors: [segment({ writeKeys: { WK: ["shop.example"], WK2: ["www.shop.de"] } })] };
    const project = { ...shared, vendors: [bloomreach({ projectTokens: ["PROJ"] })] };
    for (const [vendor, config, key, ...args] of [
      ["hightouch", one, "WK"],
      ["segment", bound, "WK", "--domain", "shop.example"],
      ["segment", bound, "WK2", "--host", "T.WWW.shop.de"],
      ["segment", { ...bound, publicHost: "www.shop.de" }, "WK2"],
      ["bloomreach", project, "PROJ"],
    ] as const) {
      const { code, stdout, stderr } = await snippetOf(vendor, config, ...args);
      expect({ vendor, code, stdout }).toEqual({ vendor, code: 0, stdout: expect.stringContaining(`"${key}"`) });
      expect(stderr).not.toContain("belongs");
    }
    const { stderr } = await snippetOf("segment", bound);
    expect(stderr).toMatch(
      /^firstparty: WRITE_KEY .* belongs, one of WK \(for shop\.example\), WK2 \(for www\.shop\.de\); name it /,
    );
    expect((await snippetOf("segment", bound, "--write-key", "WK2")).stderr).toMatch(
      /^firstparty: WK2 passes on www\.shop\.de and below it only\n/,
    );
  });

  test("says what is asked past the domain, and what has to be known beside it", async () => {
    const vendors = [
      segment({ alias: { shop: "WK" }, globalName: "metrics" }),
      bloomreach({ projectTokens: ["PROJ"] }),
    ];
    const config = { ...CONFIG, vendors };
    const html = await snippetOf("segment", config, "--write-key", "OTHER", "--host", "t.shop.example");
    expect(html.stderr).toMatch(
      /integrations and remotePlugins of https:\/\/t\.shop\.example\/sg\/v1\/projects\/OTHER\/settings/,
    );
    expect(html.stderr).toMatch(/no alias is for OTHER/);
    expect(html.stderr).toMatch(/past your domain, its SDK asks cdnjs\.cloudflare\.com: /);
    // What asks those hosts is in the file alone.
    const module = await snippetOf("segment", config, "--write-key", "WK", "--npm");
    expect(module.stderr).toMatch(/destinations in device mode[^]*connect-src 'self'\n$/);
    expect(module.stderr).not.toMatch(/asks|segment\.io|segment\.com|cloudflare/);
    expect(html.stderr).toMatch(/ https:\/\/t\.shop\.example\n  connect-src https:\/\/t\.shop\.example\n$/);
    expect(html.stderr).toContain('after reset(): navigator.sendBeacon("https://t.shop.example/sg/clear"), so');
    const unknown = await snippetOf("segment", config);
    expect(unknown.stderr).not.toMatch(/no alias is for/);
    expect(unknown.stderr).toMatch(/an alias is the file of one key.* --write-key /);
    const page = await snippetOf("bloomreach", config);
    expect(page.stderr).toContain('after anonymize(): navigator.sendBeacon("/br/clear"), so that');
    expect(page.stderr).toContain('register("/br/service-worker.js", { scope: "/"');
    expect(page.stderr).toMatch(/\n  worker-src 'self'\n$/);
    const elsewhere = await snippetOf("bloomreach", config, "--host", "t.shop.example");
    expect(elsewhere.stderr).not.toContain("worker");
  });

  test("says which pages ask cdn.segment.com under another global: those that have the service on plain http", async () => {
    const config = { ...CONFIG, vendors: [segment({ globalName: "metrics" })] };
    const said = async (...args: string[]) =>
      /not window\.analytics, (.*) it asks cdn\.segment\.com/.exec(
        (await snippetOf("segment", config, ...KEY, ...args)).stderr,
      )?.[1];
    expect(await said()).toMatch(/on a page on plain http$/);
    expect(await said("--host", "localhost:8787")).toMatch(/with localhost:8787 on plain http$/);
    expect(await said("--host", "t.shop.example")).toBeUndefined();
  });

  test("warns of a key that is bound to a domain outside cookieDomains, and of no other", async () => {
    const keys = { WK: ["www.shop.example", "Other.example"], WK2: ["shop.de", "localhost"], WK3: ["example"] };
    const vendors = [segment({ writeKeys: keys }), hightouch()];
    const warnings = ({ stderr }: { stderr: string }) => stderr.match(/^firstparty: .*outside.*$/gm);
    expect(warnings(await snippetOf("segment", { ...CONFIG, vendors }, ...KEY))).toEqual([
      expect.stringMatching(
        /segment\(\) lets "WK" pass on other\.example, outside cookieDomains \(shop\.example, shop\.de\): .*; add other\.example to cookieDomains, unless/,
      ),
    ]);
    expect(warnings(await snippetOf("hightouch", { ...CONFIG, vendors }, ...KEY))).toBeNull();
    // Host-only on purpose: there is no outside.
    expect(warnings(await snippetOf("segment", { vendors, cookieDomains: [] }, ...KEY))).toBeNull();
  });

  test.each([
    ["publicHost", { ...CONFIG, publicHost: "www.shop.de" }, []],
    ["--domain", CONFIG, ["--domain", "shop.de"]],
    ["--host", CONFIG, ["--host", "t.shop.de"]],
    ["--host in capitals", CONFIG, ["--host", "T.Shop.DE"]],
    ["publicHost, beside --host,", { ...CONFIG, publicHost: "www.shop.de" }, ["--host", "t.shop.de"]],
  ])("%s decides the marker's Domain, as the service has it", async (_what, config, args) => {
    const { stdout, stderr } = await snippet(config, ...args);
    expect(stderr).toMatch(POLICY);
    expect(stdout).toContain('SameSite=Lax; Domain=shop.de"');
    expect(stdout).not.toContain("Domain=shop.example");
  });

  test("a publicHost outside cookieDomains has host-only twins, and so is the marker", async () => {
    const { stdout } = await snippet({ ...CONFIG, publicHost: "www.elsewhere.example" });
    expect(stdout).toContain('SameSite=Lax";');
  });

  test.each<[what: string, args: readonly string[], env: Record<string, string>, sentence: RegExp]>([
    ["no vendor named", [], ENV, /say what to print: firstparty snippet hightouch.*--npm/],
    ["a vendor that has none", ["acme"], ENV, /there is no snippet for "acme".*hightouch/],
    ["a name of Object's", ["constructor"], ENV, /there is no snippet for "constructor"/],
    ["two vendors", ["hightouch", "hightouch"], ENV, /one vendor at a time/],
    ["no config at all", ["segment"], {}, /--config FILE.*FIRSTPARTY_VENDORS=segment and/],
    [
      "a config without domains",
      ["hightouch"],
      { FIRSTPARTY_VENDORS: "hightouch" },
      /FIRSTPARTY_COOKIE_DOMAINS must list the registrable domains .* such as example\.com/,
    ],
    [
      "a config without vendors",
      ["hightouch"],
      { FIRSTPARTY_COOKIE_DOMAINS: "shop.example" },
      /FIRSTPARTY_VENDORS must name the vendors, such as/,
    ],
    ["a vendor that the environment does not name", ["segment"], ENV, /\(hightouch\); add it to FIRSTPARTY_VENDORS$/m],
    ["an unknown flag", ["hightouch", "--npn"], ENV, /--npn/],
    ["an empty key", ["hightouch", "--write-key", ""], ENV, /--write-key.*\(got ""\)/],
    [
      "a key whose events the config refuses",
      ["hightouch", "--write-key", "OTHER"],
      { ...ENV, FIRSTPARTY_HIGHTOUCH_WRITE_KEYS: "WK,WK2" },
      /--write-key must be among the keys of hightouch\(\) \(WK, WK2; got "OTHER"\)/,
    ],
    ["a host that is a URL", ["hightouch", "--host", "https://t.shop.example"], ENV, /--host must be a bare host/],
    ["a host that is a script", ["hightouch", "--host", "<script>"], ENV, /--host must be a bare host/],
    [
      "a host outside cookieDomains",
      ["hightouch", "--host", "t.other.example"],
      ENV,
      /--host.*t\.other\.example.*shop\.example.*add its registrable domain to FIRSTPARTY_COOKIE_DOMAINS/,
    ],
    ["a domain that is not configured", ["hightouch", "--domain", "x.example"], ENV, /--domain must be.*shop\.example/],
    [
      "a domain, with host-only cookies on purpose",
      ["hightouch", "--domain", "x.example"],
      { ...ENV, FIRSTPARTY_COOKIE_DOMAINS: "none" },
      /--domain .*there is none/,
    ],
    [
      "a domain and a host that do not go together",
      ["hightouch", "--domain", "shop.de", "--host", "t.shop.example"],
      { ...ENV, FIRSTPARTY_COOKIE_DOMAINS: "shop.example,shop.de" },
      /--host t\.shop\.example is not under shop\.de/,
    ],
  ])("says in one sentence what to do about %s, and prints nothing", async (_what, args, env, sentence) => {
    const { code, stdout, stderr } = await runCli("node", ["snippet", ...args], env);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^firstparty: .*\n$/);
    expect(stderr).toMatch(sentence);
  });

  test.each<[what: string, vendor: string, args: readonly string[], sentence: RegExp]>([
    ["a module of an SDK that is not on npm", "bloomreach", ["--npm"], /not on npm.*page's head/],
    [
      "a token that is none of the projects'",
      "bloomreach",
      ["--write-key", "OTHER"],
      /--write-key must be among the keys of bloomreach\(\) \(PROJ; got "OTHER"\)/,
    ],
    [
      "a key that does not pass on the host",
      "segment",
      ["--write-key", "WK", "--host", "t.shop.de"],
      /segment\(\) lets "WK" pass on shop\.example only, and not on t\.shop\.de/,
    ],
    [
      "a host on which no key passes",
      "segment",
      ["--host", "t.shop.fr"],
      /none of its keys pass on t\.shop\.fr: WK \(for shop\.example\), WK2 \(for shop\.de\); give one of them that/,
    ],
    [
      "a key that does not pass on the domain",
      "segment",
      ["--write-key", "WK2", "--domain", "shop.example"],
      /segment\(\) lets "WK2" pass on shop\.de only, and not on shop\.example/,
    ],
  ])("refuses %s in one sentence, and prints nothing", async (_what, vendor, args, sentence) => {
    const keys = { WK: ["shop.example"], WK2: ["shop.de"] };
    const vendors = [segment({ writeKeys: keys }), bloomreach({ projectTokens: ["PROJ"] })];
    const { code, stdout, stderr } = await snippetOf(
      vendor,
      { cookieDomains: [...CONFIG.cookieDomains, "shop.fr"], vendors },
      ...args,
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^firstparty: .*\n$/);
    expect(stderr).toMatch(sentence);
  });

  test("a vendor that the config does not have is told so", async () => {
    const acme = { ...hightouch(), id: "acme" };
    const { code, stdout, stderr } = await snippet({ ...CONFIG, vendors: [acme] });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(
      /^firstparty: hightouch is not among the vendors \(acme\); add it to .*, as hightouch\(\)\n$/,
    );
  });
});

test.each(["node", "bun", "deno"] as const)("firstparty --version on %s is package.json's", async (runtime) => {
  const { version }: { version: string } = JSON.parse(
    await readFile(join(import.meta.dirname, "../../package.json"), "utf8"),
  );
  expect(await runCli(runtime, ["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
});

test("an older Node than package.json asks for is told once, and served", async () => {
  const old = `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.20.2" } })`;
  const env = { ...ENV, NODE_OPTIONS: `--import "data:text/javascript,${encodeURIComponent(old)}"` };
  const { code, stdout, stderr } = await runCli("node", ["snippet", "hightouch", ...KEY], env);
  expect([code, stdout.slice(0, 8)]).toEqual([0, "<script>"]);
  expect(stderr).toMatch(/^firstparty: this is Node 20\.20\.2, and firstparty is made for 22 or later: .*\n/);
  expect(stderr.replace(/^.*\n/, "")).toMatch(POLICY);
});

test("firstparty --help lists every command", async () => {
  const { stdout } = await runCli("node", ["--help"]);
  for (const command of ["serve", "snippet", "dev"]) expect(stdout).toMatch(new RegExp(`^  ${command}\\b`, "m"));
});
