import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { connect } from "node:net";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hightouch } from "../../core/index.ts";
import { loopbackVendor } from "../parity/vendor-loopback.ts";
import type { VendorPlayer } from "../parity/vendor.ts";
import { installSelf } from "../support/platform-tool.ts";
import { runCli } from "../support/run-cli.ts";
import { type Runtime, type Served, startNpm, startServe, startEntry } from "../support/serve-process.ts";

const RUNTIMES: readonly Runtime[] = ["node", "bun", "deno"];

let vendor: VendorPlayer;
let folder: string;
let env: Record<string, string>;
beforeAll(async () => {
  vendor = await loopbackVendor();
  folder = await mkdtemp(join(tmpdir(), "firstparty-serve-"));
  env = {
    FIRSTPARTY_VENDORS: "hightouch",
    FIRSTPARTY_COOKIE_DOMAINS: "shop.example",
    FIRSTPARTY_HIGHTOUCH_HOSTS_EVENTS: vendor.url,
    FIRSTPARTY_HIGHTOUCH_HOSTS_CDN: vendor.url,
  };
});
afterAll(async () => {
  await vendor.stop();
  await rm(folder, { recursive: true });
});

function track(port: number): Promise<Response> {
  return fetch(`http://127.0.0.1:${port}/ht/v1/track?q=s3cret-query`, {
    method: "POST",
    body: '{"userId":"s3cret-user"}',
    headers: { cookie: "session=s3cret-session; htjs_anonymous_id=s3cret-anonymous" },
  });
}

describe.each(RUNTIMES)("firstparty serve on %s", (runtime) => {
  const using = async (start: Promise<Served>, use: (served: Served) => Promise<void>) => {
    const served = await start;
    try {
      await use(served);
    } finally {
      served.process.kill("SIGKILL");
    }
  };

  test("prints exactly one line on stdout, with the port that it took", () =>
    using(startServe(runtime, ["--port", "0"], env), async (served) => {
      vendor.play([{ body: "{}" }]);
      expect((await track(served.port)).status).toBe(200);
      expect(served.output().stdout).toBe(`firstparty listening on http://127.0.0.1:${served.port}\n`);
      expect(await served.stop()).toBe(0);
      expect(served.output().stdout.split("\n")).toHaveLength(2);
    }));

  test.each(["SIGTERM", "SIGINT"] as const)("lets a request in flight finish at %s, then exits 0", (signal) =>
    using(startServe(runtime, [], { ...env, PORT: "0" }), async (served) => {
      vendor.play([{ delayMs: 400, body: '{"late":true}' }]);
      const answer = track(served.port);
      await expect.poll(() => vendor.received().length).toBe(1);
      const exit = once(served.process, "exit");
      served.process.kill(signal);
      expect(await (await answer).text()).toBe('{"late":true}');
      expect((await exit)[0]).toBe(0);
      await expect(track(served.port)).rejects.toThrow();
    }),
  );

  test("logs failures as JSON without a cookie, an id, a query or a body", () =>
    using(startServe(runtime, ["--port", "0"], { ...env, FIRSTPARTY_TIMEOUTS_RETRY_MS: "0" }), async (served) => {
      // The first request.signal is where Deno would warn.
      vendor.play([{ headers: [["content-type", "text/javascript"]], body: "1" }]);
      expect((await fetch(`http://127.0.0.1:${served.port}/ht/browser/x.js`)).status).toBe(200);
      vendor.play([{ breaksOff: true }]);
      expect((await track(served.port)).status).toBe(502);
      // A script that breaks off while it is streamed is no answer of ours any more: it breaks off at the client, and is not logged.
      vendor.play([{ headers: [["content-type", "text/javascript"]], body: "half", truncates: true }]);
      const script = fetch(`http://127.0.0.1:${served.port}/ht/browser/s3cret.js?s3cret`);
      await expect(script.then((response) => response.text())).rejects.toThrow();
      await fetch(`http://127.0.0.1:${served.port}/ht/s3cret-path`, { headers: { cookie: "a=s3cret" } });
      await served.stop();
      const { stderr } = served.output();
      const lines = stderr
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      expect(lines.map(({ level, event, code }) => [level, event, code])).toEqual([
        ["error", "failed", "upstream_unreachable"],
        ["warn", "refused", "no_route"],
        ["info", "stopping", undefined],
        ["info", "stopped", undefined],
      ]);
      expect(lines[0]).toMatchObject({ status: 502, vendor: "hightouch", route: "/v1/:type+" });
      expect(stderr).not.toContain("s3cret");
    }));

  test("warns once of a key that is bound to a domain outside cookieDomains", () =>
    using(
      startServe(runtime, ["--port", "0"], {
        ...env,
        FIRSTPARTY_HIGHTOUCH_WRITE_KEYS: "WK=shop.example,WK2=other.example",
      }),
      async (served) => {
        await served.stop();
        const lines = served
          .output()
          .stderr.trim()
          .split("\n")
          .map((line) => JSON.parse(line) as Record<string, unknown>);
        expect(lines.filter(({ level }) => level === "warn")).toEqual([
          expect.objectContaining({
            event: "config",
            message: expect.stringMatching(
              /hightouch\(\) lets "WK2" pass on other\.example, outside FIRSTPARTY_COOKIE_DOMAINS \(shop\.example\)/,
            ),
          }),
        ]);
      },
    ));

  test.each<[what: string, config: object | string, message: RegExp]>([
    ["no cookieDomains", { vendors: [] }, /^firstparty: vendors must name at least one vendor/],
    [
      "a wrong domain",
      { vendors: [hightouch()], cookieDomains: ["https://x.example"] },
      /^firstparty: cookieDomains must hold bare domains .*\(got "https:\/\/x\.example"\)/,
    ],
    ["vendors as an object", { vendors: {}, cookieDomains: [] }, /^firstparty: vendors must be an array \(got \{\}\)/],
    [
      "a vendor's name",
      { vendors: ["hightouch"] },
      /^firstparty: vendors\[\] must be .* set FIRSTPARTY_VENDORS instead/,
    ],
    ["an unknown option", { cookiedomains: [] }, /^firstparty: config has no option "cookiedomains"; it takes vendors/],
    ["JSON that is none", "{", /^firstparty: .*could not be loaded: .*JSON/],
  ])("says a wrong config in one sentence and exits 2 (%s)", async (_what, config, message) => {
    const file = join(folder, `${runtime}.json`);
    await writeFile(file, typeof config === "string" ? config : JSON.stringify(config));
    const { code, stdout, stderr } = await runCli(runtime, ["serve", "--config", file, "--port", "0"]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });

  test.each([
    [["serve", "--port", "99999"], /^firstparty: --port must be a port from 0 to 65535 \(got "99999"\)$/],
    [["serve", "--porty"], /^firstparty: Unknown option '--porty'; see firstparty --help$/],
    [
      ["serve", "--config", "nowhere.ts"],
      /^firstparty: --config names a file that cannot be read \(got ".*nowhere.ts"\)$/,
    ],
    [["sevre"], /^firstparty: there is no command "sevre"; see firstparty --help$/],
  ])("says a wrong call in one sentence and exits 2 (%j)", async (args, message) => {
    const { code, stderr } = await runCli(runtime, args, env);
    expect(code).toBe(2);
    expect(stderr.trim()).toMatch(message);
  });

  test("says what to give where it is given nothing", async () => {
    const { code, stderr } = await runCli(runtime, ["serve", "--port", "0"]);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^firstparty: serve needs a config: name it with --config FILE, or set FIRSTPARTY_VENDORS=hightouch and /,
    );
  });

  test("says that the port is taken and exits 2", () =>
    using(startServe(runtime, ["--port", "0"], env), async ({ port }) => {
      const { code, stderr } = await runCli(runtime, ["serve", "--port", String(port)], env);
      expect(code).toBe(2);
      expect(stderr).toBe(
        `firstparty: cannot listen on 127.0.0.1:${port}: it is taken; choose another with --port or PORT, --host or HOST\n`,
      );
    }));

  test("says which port is none and exits 2", async () => {
    const { code, stderr } = await runCli(runtime, ["serve"], { ...env, PORT: "abc" });
    expect([code, stderr]).toEqual([2, 'firstparty: PORT must be a port from 0 to 65535 (got "abc")\n']);
  });

  test("says that there is no such host and exits 2", async () => {
    const { code, stderr } = await runCli(runtime, ["serve", "--port", "0", "--host", "nosuch.invalid"], env);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^firstparty: cannot listen on nosuch\.invalid:0: no such host; .*\n$/);
  });

  test("stops at once where a connection never asked for anything", () =>
    using(startServe(runtime, ["--port", "0"], env), async (served) => {
      const silent = connect(served.port, "127.0.0.1");
      silent.on("error", () => {});
      await once(silent, "connect");
      expect(await served.stop()).toBe(0);
      silent.destroy();
    }));

  test("takes flags over the environment, and the environment over the file", async () => {
    const file = join(folder, `${runtime}-order.json`);
    await writeFile(
      file,
      JSON.stringify({ vendors: [], cookieDomains: ["file.example"], publicHost: "www.file.example" }),
    );
    await using(
      startServe(runtime, ["--config", file, "--port", "0"], {
        ...env,
        PORT: "1",
        FIRSTPARTY_PUBLIC_HOST: "www.shop.example",
      }),
      async ({ port }) => {
        const response = await fetch(`http://127.0.0.1:${port}/ht/clear`, {
          method: "POST",
          headers: { host: "www.shop.example" },
        });
        expect(response.status).toBe(200);
        expect(port).not.toBe(1);
        expect(response.headers.get("set-cookie")).toContain("Domain=shop.example");
      },
    );
  });
});

test.each(["node", "bun"] as const)(
  "%s: a config in TypeScript may import firstparty where it is not installed",
  async (runtime) => {
    const file = join(folder, "firstparty.config.ts");
    await writeFile(
      file,
      'import { defineConfig, hightouch } from "firstparty";\nexport default defineConfig({ vendors: [hightouch()], cookieDomains: [] as string[] });\n',
    );
    const served = await startServe(runtime, ["--config", file, "--port", "0"]);
    expect(await served.stop()).toBe(0);
  },
);

test("deno: a config that imports firstparty where it is not installed is told what to do", async () => {
  const file = join(folder, "deno.config.ts");
  await writeFile(
    file,
    'import { hightouch } from "firstparty";\nexport default { vendors: [hightouch()], cookieDomains: [] };\n',
  );
  const { code, stderr } = await runCli("deno", ["serve", "--config", file]);
  expect(code).toBe(2);
  expect(stderr).toContain('put { "imports": { "firstparty": "npm:firstparty" } } into a deno.json beside it');
});

test("node: a config in TypeScript below a package.json of CommonJS is told what to do", async () => {
  const project = await mkdtemp(join(folder, "commonjs-"));
  await writeFile(join(project, "package.json"), '{ "type": "commonjs" }');
  const file = join(project, "firstparty.config.ts");
  await writeFile(file, 'import { hightouch } from "firstparty";\nexport default { vendors: [hightouch()] };\n');
  const { code, stderr } = await runCli("node", ["serve", "--config", file]);
  expect(code).toBe(2);
  expect(stderr).toContain('set "type": "module" there, or name it .mjs or .mts');
});

test.each([
  ["segment", ["ajs_anonymous_id_srvr", "ajs_user_id_srvr"]],
  ["bloomreach", ["xnpe_TOKEN"]],
] as const)(
  "the log-out that %s's page tells of takes the twins, of a beacon and of the site's own server",
  async (id, twins) => {
    const page = await readFile(join(import.meta.dirname, `../../docs/vendors/${id}.md`), "utf8");
    const path = /navigator\.sendBeacon\("(\/[^"]+)"\)/.exec(page)?.[1] ?? "";
    const served = await startServe("node", ["--port", "0"], {
      FIRSTPARTY_VENDORS: "segment,bloomreach",
      FIRSTPARTY_BLOOMREACH_PROJECT_TOKENS: "TOKEN",
      FIRSTPARTY_COOKIE_DOMAINS: "example.com",
    });
    // Not fetch, which does not let anybody choose a Host.
    const post = async (headers: Readonly<Record<string, string>>) => {
      const asked = request({
        port: served.port,
        path,
        method: "POST",
        headers: { host: "www.example.com", "content-length": "0", ...headers },
      });
      const [answer]: IncomingMessage[] = await once(asked.end(), "response");
      answer?.resume();
      return { status: answer?.statusCode, cookies: answer?.headers["set-cookie"] ?? [] };
    };
    try {
      const gone = twins.flatMap((name) => [`${name}=`, `${name}=; example.com`]);
      for (const headers of [
        // As curl on the page has it, and as browsers send a beacon, new ones and those without Sec-Fetch-Site.
        {},
        { origin: "https://www.example.com", "sec-fetch-site": "same-origin", "sec-fetch-mode": "no-cors" },
        {
          origin: "https://shop.example.com",
          "sec-fetch-site": "same-site",
          "content-type": "text/plain;charset=UTF-8",
        },
        { origin: "https://shop.example.com" },
      ]) {
        const { status, cookies } = await post(headers as Record<string, string>);
        expect(status).toBe(200);
        const expired = cookies.filter((line) => line.includes("; Max-Age=0"));
        const seen = expired.map((line) => line.replace(/;.*?(?=; Domain=|$)/, "").replace("Domain=", ""));
        expect(seen.toSorted()).toEqual(gone.toSorted());
      }
      expect((await post({ origin: "https://other.example", "sec-fetch-site": "cross-site" })).status).toBe(403);
    } finally {
      await served.stop();
    }
  },
);

test("a signal to npm reaches the server: npm run firstparty ends with 0 and leaves nothing behind", async () => {
  const served = await startNpm("firstparty", ["serve", "--port", "0"], env);
  expect(await served.stop()).toBe(0);
  await expect(track(served.port)).rejects.toThrow();
});

test("serve() takes a handler that is made already, and says which variables would not reach it", async () => {
  const entry = join(folder, "made.mjs");
  await installSelf(folder);
  await writeFile(
    entry,
    `import { createFirstParty, hightouch } from "firstparty";
import { serve } from "firstparty/server";
const hosts = { cdn: "${vendor.url}", events: "${vendor.url}" };
await serve(createFirstParty({ vendors: [hightouch({ hosts })], cookieDomains: [] }));`,
  );
  const served = await startEntry("node", entry, { PORT: "0" });
  vendor.play([{ body: "{}" }]);
  expect((await track(served.port)).status).toBe(200);
  expect(await served.stop()).toBe(0);
  await expect(startEntry("node", entry, { PORT: "0", FIRSTPARTY_DISABLED: "all" })).rejects.toThrow(
    "ended with 2 before it listened: firstparty: serve() was given a handler, which FIRSTPARTY_DISABLED does not reach",
  );
});
