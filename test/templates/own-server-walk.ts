import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { loopbackVendor } from "../parity/vendor-loopback.ts";
import { type Runtime, type Served, startProgram } from "../support/serve-process.ts";
import { systemProgram } from "../support/system-program.ts";
import { layTemplate } from "../support/templates.ts";
import { nginx } from "../support/web-servers/nginx.ts";
import { installTemplate, type Site, startSite } from "../support/web-servers/start-site.ts";
import { curlHome } from "./check-from-outside.ts";
import { buildInFolders, type Container } from "./container.ts";
import { PATIENT, startWalk } from "./walk.ts";

const run = promisify(execFile);
const root = join(import.meta.dirname, "../..");
const bin = join(root, "node_modules/.bin");
const templates = join(root, "deploy-templates");

/** Longer than an answer may take with the defaults, `handler.patienceMs`. */
const PATIENCE_S = 25;

/** The README of a template for a server of one's own, followed behind nginx, and its unit of systemd. */
export function walkOwnServer(runtime: Runtime): void {
  const meta = { template: runtime };

  test(
    "the five steps end in an event that the vendor has received, with the visitor's address",
    { timeout: PATIENT, meta },
    async ({ skip }) => {
      const vendor = await loopbackVendor();
      vendor.play([{ body: "{}" }]);
      const walk = await startWalk(runtime);
      let served: Served | undefined;
      let site: Site | string | undefined;
      try {
        await walk.run(1);
        served = await walk.start(3, { env: { PORT: "0", FIRSTPARTY_HIGHTOUCH_HOSTS_EVENTS: vendor.url } });
        const { port } = served;
        site = await startSite(nginx, (machine) => installTemplate(nginx, machine, `127.0.0.1:${port}`, ["/ht"]));
        if (typeof site === "string") return skip(site);
        const env = await curlHome(site, port);
        const renewed = /^set-cookie: htjs_anonymous_id_srvr=check; .*Secure; Domain=example\.com; HttpOnly/im;
        expect(await walk.run(4, { env })).toMatch(renewed);
        const printed = await walk.run(5, { env });
        expect(printed).toMatch(renewed);
        expect(printed.match(/HTTP\/2 200/g), printed).toHaveLength(2);
        expect(vendor.received()).toHaveLength(1);
        expect(vendor.received()[0]?.headers).toContainEqual(["x-forwarded-for", "127.0.0.1"]);
        expect(await served.stop()).toBe(0);
      } finally {
        if (typeof site === "object") await site.stop();
        await served?.stop();
        await walk.remove();
        await vendor.stop();
      }
    },
  );

  if (runtime === "deno") {
    test("deno check finds its types right", { timeout: PATIENT, meta }, async () => {
      const { folder, remove } = await layTemplate(runtime);
      try {
        await run(join(bin, "deno"), ["task", "check"], {
          cwd: folder,
          env: { PATH: `${bin}:${process.env["PATH"]}` },
        });
      } finally {
        await remove();
      }
    });
  }

  test("systemd takes its unit, and calls it safe", { meta }, async ({ skip }) => {
    const analyze = systemProgram("systemd-analyze");
    if (analyze === undefined) {
      if (process.env["REQUIRE_PLATFORMS"] === "1") throw new Error("systemd is not installed");
      return skip("systemd is not installed; apt-get install --no-install-recommends systemd");
    }
    const written = await readFile(join(templates, runtime, "firstparty.service"), "utf8");
    const { folder, remove } = await layTemplate(runtime);
    try {
      const command = /^ExecStart=(\S+) (.*)$/m.exec(written);
      const patience = /^TimeoutStopSec=(\d+)$/m.exec(written)?.[1];
      expect(await readFile(join(templates, runtime, "README.md"), "utf8")).toContain(
        `${patience} seconds as a service`,
      );
      const served = await startProgram(join(bin, runtime), command?.[2]?.split(" ") ?? [], { PORT: "0" }, folder);
      expect(await served.stop()).toBe(0);
      // The runtime is not where a machine of the user's has it.
      const unit = join(folder, "firstparty.service");
      await writeFile(unit, written.replace(command?.[1] ?? "", "/bin/true"));
      const verified = await run(analyze, ["verify", unit]);
      expect(verified.stdout + verified.stderr).toBe("");
      // Rejects where the exposure is above 1.8 of 10; without a user of its own it is 2.0.
      await run(analyze, ["security", "--offline=true", "--threshold=18", "--no-pager", unit]);
    } finally {
      await remove();
    }
  });
}

/** The container file of a template, and what is written around it. */
export function walkContainer(runtime: "node" | "bun"): void {
  const meta = { template: runtime };
  const folder = join(templates, runtime);

  test(
    "its container file ends in a server that stops well, answers its health check, and needs no npm",
    { timeout: PATIENT, meta },
    async () => {
      const walk = await startWalk(runtime);
      const install = /^cp \.\.\/firstparty.*$/m.exec(walk.readme)?.[0] ?? "";
      const env = {
        PATH: `${bin}:${process.env["PATH"]}`,
        HOME: process.env["HOME"] ?? "",
        npm_config_prefer_offline: "true",
      };
      let image: Container | undefined;
      let served: Served | undefined;
      try {
        // As a user has it who ran it without containers before, and then takes a new version.
        await walk.run(1);
        const renewal = /^rm -f firstparty-\*.*$/m.exec(walk.readme)?.[0].replaceAll("<version>", "0.1.0") ?? "";
        expect(renewal).toContain(install);
        await run("bash", ["-c", renewal], { cwd: walk.folder, env });
        // A package above the folder is not within the image's reach; where npm has it in its cache, that would not show.
        expect(await readFile(join(walk.folder, "package-lock.json"), "utf8")).not.toContain("file:../");
        const built = await buildInFolders(walk.folder, env);
        image = built;
        expect(built).toMatchObject({ user: runtime, port: "8787", env: { HOST: "0.0.0.0", PORT: "8787" } });
        const path = join(built.root, "usr/local/bin");
        await mkdir(path, { recursive: true });
        await symlink(join(bin, runtime), join(path, runtime));
        const [program = "", ...args] = built.command;
        // Of this machine's own, and on a port that is free.
        served = await startProgram(
          join(path, program),
          args,
          { ...built.env, HOST: "127.0.0.1", PORT: "0", PATH: path },
          built.workdir,
        );
        const { port } = served;
        const isHealthy = async () => {
          const [asker = "", ...words] = built.healthCheck.map((word) => word.replace(":8787/", `:${port}/`));
          const child = spawn(join(path, asker), words, { cwd: built.workdir, env: { PATH: path }, stdio: "ignore" });
          return (await once(child, "exit"))[0] as number;
        };
        expect(built.healthCheck.join(" ")).toContain(":8787/");
        expect(await isHealthy()).toBe(0);
        served.process.kill(built.stopSignal as NodeJS.Signals);
        await once(served.process, "exit");
        expect(served.process.exitCode).toBe(0);
        expect(await isHealthy()).toBe(1);
      } finally {
        served?.process.kill("SIGKILL");
        await image?.remove();
        await walk.remove();
      }
    },
  );

  describe("compose.yaml", () => {
    test(
      "nothing but Caddy can reach the server, which is stopped as slowly as an answer may be",
      { meta },
      async () => {
        const { services, volumes, networks } = await composeOf(folder);
        const { firstparty, caddy } = services;
        expect(firstparty).toMatchObject({ build: ".", expose: ["8787"], read_only: true, cap_drop: ["ALL"] });
        expect(firstparty).not.toHaveProperty("ports");
        expect(Number.parseInt(firstparty?.stop_grace_period ?? "", 10)).toBeGreaterThan(PATIENCE_S + 5);
        // Else whoever comes by IPv6 has the address of Docker's gateway.
        expect(networks).toEqual({ default: { enable_ipv6: true } });
        expect(caddy?.ports).toEqual(["80:80", "443:443", "443:443/udp"]);
        const mounted = caddy?.volumes?.map((volume) => volume.split(":")[0] ?? "") ?? [];
        expect(mounted.filter((name) => !name.startsWith("./")).toSorted()).toEqual(Object.keys(volumes).toSorted());
        await readFile(join(folder, mounted.find((name) => name.startsWith("./")) ?? ""));
      },
    );

    test("its Caddyfile is the template's for Caddy, around a site, and Caddy takes it", { meta }, async ({ skip }) => {
      const written = await readFile(join(folder, "Caddyfile"), "utf8");
      const own = await readFile(join(templates, "caddy/firstparty.caddy"), "utf8");
      const block = own.slice(own.indexOf("handle /ht/*")).replace("127.0.0.1:8787", "firstparty:8787");
      expect(written).toContain(`www.example.com {\n${block.replaceAll(/^(?=.)/gm, "\t")}\n\thandle {\n`);
      const caddy = systemProgram("caddy");
      if (caddy === undefined) return skip("caddy is not installed; apt-get install --no-install-recommends caddy");
      const laid = await layTemplate(runtime);
      try {
        const env = { HOME: laid.folder, XDG_DATA_HOME: laid.folder, XDG_CONFIG_HOME: laid.folder };
        await run(caddy, ["validate", "--config", join(folder, "Caddyfile")], { env });
      } finally {
        await rm(laid.folder, { recursive: true });
      }
    });
  });
}

interface Service {
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly stop_grace_period?: string;
}

/** Read by Bun, which knows YAML. */
async function composeOf(folder: string) {
  const script = `console.log(JSON.stringify(Bun.YAML.parse(await Bun.file("compose.yaml").text())))`;
  const { stdout } = await run(join(bin, "bun"), ["-e", script], { cwd: folder });
  return JSON.parse(stdout) as {
    readonly services: Readonly<Record<string, Service>>;
    readonly volumes: Readonly<Record<string, unknown>>;
    readonly networks: Readonly<Record<string, unknown>>;
  };
}
