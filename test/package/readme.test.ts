import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { FirstPartyError } from "../../core/errors.ts";
import { FACTORIES } from "../../core/env-vendors.ts";
import { bloomreach, hightouch, segment, type Vendor } from "../../core/index.ts";
import { runCli } from "../support/run-cli.ts";
import { startEntry } from "../support/serve-process.ts";

const run = promisify(execFile);
const root = join(import.meta.dirname, "../..");
const readme = await readFile(join(root, "README.md"), "utf8");

/** The code blocks of one language, in order; those of a list without its indent. */
function codeBlocks(page: string, language: string): string[] {
  return [...page.matchAll(/^( *)```(\w+)\n(.*?)^ *```$/gms)]
    .filter(([, , written]) => written === language)
    .map(([, indent = "", , code = ""]) => code.replaceAll(new RegExp(`^${indent}`, "gm"), ""));
}

const blocks = (language: string) => codeBlocks(readme, language);

test("its server starts as it stands, and answers as it says", async () => {
  const server = blocks("ts").find((block) => block.includes("firstparty/bun")) ?? "";
  // In the package's own folder, where "firstparty" is the package itself.
  const folder = await mkdtemp(join(root, ".readme-"));
  try {
    await writeFile(join(folder, "server.ts"), server);
    const served = await startEntry("bun", join(folder, "server.ts"), { PORT: "0" });
    try {
      const answer = await fetch(`http://127.0.0.1:${served.port}/ht/renew`, {
        method: "POST",
        headers: { cookie: "htjs_anonymous_id=check" },
      });
      expect(answer.headers.get("set-cookie")).toContain("htjs_anonymous_id_srvr=check");
    } finally {
      await served.stop();
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("its snippet is what is printed for its config", async () => {
  const { stdout } = await runCli("node", ["snippet", "hightouch", "--write-key", "WRITE_KEY"], {
    FIRSTPARTY_VENDORS: "hightouch",
    FIRSTPARTY_COOKIE_DOMAINS: "example.com",
  });
  expect(blocks("html")).toEqual([stdout]);
});

test("it names every environment variable, and none that is not read", async () => {
  const source = await readFile(join(root, "core/env.ts"), "utf8");
  const read = new Set(source.match(/\bFIRSTPARTY_[A-Z_]+\b(?=:)/g));
  read.add("FIRSTPARTY_VENDORS");
  for (const { id, hosts } of [hightouch(), segment(), bloomreach({ projectTokens: ["T"] })] as Vendor[]) {
    const ends = ["PATH", ...Object.keys(hosts).map((host) => `HOSTS_${host.toUpperCase()}`)];
    for (const end of [...ends, ...Object.keys(FACTORIES[id]?.options ?? {})])
      read.add(`FIRSTPARTY_${id.toUpperCase()}_${end}`);
  }
  expect([...new Set(readme.match(/\bFIRSTPARTY_[A-Z_]+\b/g))].toSorted()).toEqual([...read].toSorted());
});

test.each([
  ["README.md", 3],
  ["docs/platforms.md", 3],
  ["docs/consent.md", 3],
  ["docs/vendors/hightouch.md", 1],
  ["docs/vendors/segment.md", 2],
  ["docs/vendors/bloomreach.md", 1],
  ["docs/vendors/your-own.md", 1],
])(
  "the TypeScript of %s compiles, as a user's does",
  async (page, least) => {
    const folder = await mkdtemp(join(root, ".readme-"));
    const code = codeBlocks(await readFile(join(root, page), "utf8"), "ts");
    // Each in a project of its own, with the handler that the page begins with.
    const handler = code.find((block) => block.startsWith("// firstparty.ts")) ?? "";
    const own = "declare const request: Request, response: Response, config: import('firstparty').Config;\n";
    const files: string[] = [];
    try {
      for (const [index, block] of code.entries()) {
        const file = /^\/\/ ([\w/.-]+\.ts)/.exec(block)?.[1] ?? "entry.ts";
        await mkdir(dirname(join(folder, String(index), file)), { recursive: true });
        await writeFile(join(folder, String(index), "firstparty.ts"), handler);
        files.push(join(String(index), file));
        await writeFile(join(folder, String(index), file), (/clearCookies|withdraw\(/.test(block) ? own : "") + block);
      }
      // Stricter than users are; this is how they write it.
      const compilerOptions = { noPropertyAccessFromIndexSignature: false };
      const config = { extends: "../tsconfig.json", compilerOptions, include: [], files };
      await writeFile(join(folder, "tsconfig.json"), JSON.stringify(config));
      const { stdout } = await run(join(root, "node_modules/.bin/tsc"), ["-p", folder]).catch(
        (error: { stdout: string }) => error,
      );
      expect(stdout).toBe("");
      expect(code.length).toBeGreaterThanOrEqual(least);
    } finally {
      await rm(folder, { recursive: true });
    }
  },
  60_000,
);

test("docs/failures.md names every failure code, with its status, and no other", async () => {
  const source = await readFile(join(root, "core/errors.ts"), "utf8");
  const codes = [...source.matchAll(/^ {2}([a-z_]+): \[/gm)].map(([, code]) => code as FirstPartyError["code"]);
  expect(codes.length).toBeGreaterThan(10);
  const page = await readFile(join(root, "docs/failures.md"), "utf8");
  const rows = [...page.matchAll(/^\| `([a-z_]+)` +\| (\d{3}) +\| \S/gm)].map(
    ([, code, status]) => `${code} ${status}`,
  );
  expect(rows.toSorted()).toEqual(codes.map((code) => `${code} ${new FirstPartyError(code).status}`).toSorted());
});

test.each([
  "README.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  "docs/abuse.md",
  "docs/consent.md",
  "docs/failures.md",
  "docs/limits.md",
  "docs/mounting.md",
  "docs/platforms.md",
  "docs/privacy.md",
  "docs/vendors/hightouch.md",
  "docs/vendors/segment.md",
  "docs/vendors/bloomreach.md",
  "docs/vendors/your-own.md",
  "docs/security/attacks.md",
  "docs/security/pitfalls.md",
  "docs/how-browsers-treat-your-cookies.md",
])("the links and pictures of %s lead somewhere", async (page) => {
  const text = await readFile(join(root, page), "utf8");
  const links = [...text.matchAll(/\]\(([^)\s]+)|\b(?:src|srcset|href)="([^"]+)"/g)].map(([, a, b]) => a ?? b ?? "");
  const local = links.filter((link) => !/^(?:https?:|\/)/.test(link));
  for (const link of local) {
    const [file = "", heading] = link.split("#");
    const path = file === "" ? join(root, page) : join(root, dirname(page), file);
    expect(existsSync(path), link).toBe(true);
    if (heading !== undefined) expect(headings(await readFile(path, "utf8")), link).toContain(heading);
  }
});

/** As GitHub writes them into addresses. */
function headings(page: string): string[] {
  return [...page.matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\d _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}
