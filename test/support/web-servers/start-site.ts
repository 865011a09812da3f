import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { connect } from "node:tls";
import { freePort } from "../closed-port.ts";
import { selfSignedCertificate } from "../browser-certificate.ts";
import { EndedEarly, listening, systemProgram } from "../system-program.ts";
import type { Machine, WebServer } from "./web-server.ts";

const templates = join(import.meta.dirname, "../../../deploy-templates");

/** An existing site on a web server of its own, over TLS, at www.example.com and whatever other Host. */
export interface Site extends Machine {
  /** What a client has to trust, in PEM. */
  readonly authority: string;
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

/** The name that its certificate is made out to, beside www.example.com. */
export const SERVER_NAME = "www.shop.example";

/**
 * Starts it; `install` may add to its files before. Resolves with why where the web server is not installed, which REQUIRE_PLATFORMS=1
 * makes an error.
 */
export async function startSite(
  server: WebServer,
  install: (machine: Machine) => Promise<void> = async () => {},
): Promise<Site | string> {
  const program = systemProgram(server.program);
  if (program === undefined) {
    const reason = `${server.program} is not installed; apt-get install --no-install-recommends ${server.program}`;
    if (process.env["REQUIRE_PLATFORMS"] === "1") throw new Error(reason);
    return reason;
  }
  for (let tries = 1; ; tries++) {
    const root = await mkdtemp(join(tmpdir(), `firstparty-${server.template}-`));
    const remove = () => rm(root, { recursive: true, force: true });
    try {
      return await start(server, program, root, remove, install);
    } catch (error) {
      await remove();
      // Somebody may have taken the port between our look at it and theirs.
      if (!(error instanceof EndedEarly) || tries === 3) throw error;
    }
  }
}

async function start(
  server: WebServer,
  program: string,
  root: string,
  remove: () => Promise<void>,
  install: (machine: Machine) => Promise<void>,
): Promise<Site> {
  const { key, cert } = selfSignedCertificate(["www.example.com", SERVER_NAME]);
  const machine: Machine = {
    root,
    port: await freePort(),
    certificate: join(root, "etc/ssl/cert.pem"),
    key: join(root, "etc/ssl/key.pem"),
  };
  // Apache's children are somebody else, and read what they serve.
  await chmod(root, 0o755);
  if (server.copied !== undefined) await cp(`/${server.copied}`, join(root, server.copied), copying);
  const files = {
    "etc/ssl/cert.pem": cert,
    "etc/ssl/key.pem": key,
    "var/www/index.html": "<!doctype html><title>The site</title>\n",
    "var/log/.keep": "",
    ...server.files(machine),
  };
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await rm(join(root, path), { force: true });
    await writeFile(join(root, path), content);
  }
  await install(machine);
  const { args, env } = server.start(machine);
  const child = spawn(program, args, { cwd: root, env: { PATH: process.env["PATH"], ...env } });
  await listening(child, () => isOurs(machine.port, cert));
  return {
    ...machine,
    authority: cert,
    process: child,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill("SIGTERM");
        await once(child, "exit");
      }
      await remove();
    },
  };
}

const copying = { recursive: true, verbatimSymlinks: true } as const;

/** Whether who listens there has this certificate. */
async function isOurs(port: number, ca: string): Promise<boolean> {
  const socket = connect({ host: "127.0.0.1", port, ca, servername: SERVER_NAME });
  const isThere = await once(socket, "secureConnect").then(
    () => true,
    () => false,
  );
  socket.destroy();
  return isThere;
}

/** Puts a template's files where its README says, with firstparty at `upstream`, for the paths of these vendors. */
export async function installTemplate(
  server: WebServer,
  { root }: Machine,
  upstream: string,
  paths: readonly string[],
): Promise<void> {
  for (const [file, place] of Object.entries(server.places)) {
    const written = await readFile(join(templates, server.template, file), "utf8");
    await writeFile(join(root, place), forPaths(written, paths).replaceAll("127.0.0.1:8787", upstream));
  }
  for (const [place, content] of Object.entries(server.needed ?? {})) await writeFile(join(root, place), content);
  const site = join(root, server.site.file);
  await writeFile(site, (await readFile(site, "utf8")).replace(server.site.here, `${server.line}\n`));
}

/** For more vendors than one, the block of `/ht/` once for each: nginx's and Caddy's ends at a brace, Apache's at the end of its section. */
function forPaths(written: string, paths: readonly string[]): string {
  return written.replace(/^(?:location|handle|ProxyPass)[^]*?^(?:\}|<\/Location>)\n/m, (block) =>
    paths.map((path) => block.replaceAll("/ht/", `${path}/`)).join(""),
  );
}
