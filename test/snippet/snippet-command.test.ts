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
    expect(stderr).toMatch(/^firstparty: replace WRITE_KEY .*--write-key.*\n/);
    // The hash would be another one.
    expect(stderr).toContain("  script-src 'nonce-…' 'self'\n");
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
      expect(stderr).not.toContain("replace");
    }
    const { stderr } = await snippetOf("segment", bound);
    expect(stderr).toMatch(/^firstparty: replace WRITE_KEY in it with one of WK, WK2, /);
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
    expect(html.stderr).toMatch(/not window\.analytics.*http.*cdn\.segment\.com/);
    expect(html.stderr).toMatch(/past your domain, its SDK asks cdnjs\.cloudflare\.com: /);
    expect(html.stderr).toMatch(/ https:\/\/t\.shop\.example\n  connect-src https:\/\/t\.shop\.example\n$/);
    const page = await snippetOf("bloomreach", config);
    expect(page.stderr).toContain('register("/br/service-worker.js", { scope: "/"');
    expect(page.stderr).toMatch(/\n  worker-src 'self'\n$/);
    const elsewhere = await snippetOf("bloomreach", config, "--host", "t.shop.example");
    expect(elsewhere.stderr).not.toContain("worker");
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
    ["no config at all", ["hightouch"], {}, /--config FILE.*FIRSTPARTY_VENDORS=hightouch/],
    ["a wrong config", ["hightouch"], { FIRSTPARTY_VENDORS: "hightouch" }, /cookieDomains must list/],
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
      /--host.*t\.other\.example.*shop\.example.*cookieDomains/,
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
      "a key that does not pass on the domain",
      "segment",
      ["--write-key", "WK2", "--domain", "shop.example"],
      /segment\(\) lets "WK2" pass on shop\.de only, and not on shop\.example/,
    ],
  ])("refuses %s in one sentence, and prints nothing", async (_what, vendor, args, sentence) => {
    const keys = { WK: ["shop.example"], WK2: ["shop.de"] };
    const vendors = [segment({ writeKeys: keys }), bloomreach({ projectTokens: ["PROJ"] })];
    const { code, stdout, stderr } = await snippetOf(vendor, { ...CONFIG, vendors }, ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^firstparty: .*\n$/);
    expect(stderr).toMatch(sentence);
  });

  test("a vendor that the config does not have is told so", async () => {
    const acme = { ...hightouch(), id: "acme" };
    const { code, stdout, stderr } = await snippet({ ...CONFIG, vendors: [acme] });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^firstparty: .*hightouch.*vendors.*acme.*\n$/);
  });
});

test.each(["node", "bun", "deno"] as const)("firstparty --version on %s is package.json's", async (runtime) => {
  const { version }: { version: string } = JSON.parse(
    await readFile(join(import.meta.dirname, "../../package.json"), "utf8"),
  );
  expect(await runCli(runtime, ["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
});

test("firstparty --help lists every command", async () => {
  const { stdout } = await runCli("node", ["--help"]);
  for (const command of ["serve", "snippet", "dev"]) expect(stdout).toMatch(new RegExp(`^  ${command}\\b`, "m"));
});
