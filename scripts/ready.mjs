// Makes a fresh clone ready and runs a command in it: installs from the lock file when that changed, builds when a source is newer
// than dist, one line each on stderr; with --platforms also what the parity table runs on. Plain JavaScript without dependencies, because
// any Node that came with npm has to run it.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { delimiter, join, relative } from "node:path";

const root = join(import.meta.dirname, "..");
const env = { ...process.env, PATH: join(root, "node_modules/.bin") + delimiter + process.env["PATH"] };
const BUILT = join(root, "node_modules/.firstparty-built");
const SOURCES = ["core", "adapters", "consent", "bundles", "server", "cli", "tsup.config.ts", "package.json"];

const [command, ...args] = process.argv.slice(process.argv[2] === "--platforms" ? 3 : 2);

install(".");
if (
  !existsSync(BUILT) ||
  !existsSync(join(root, "dist/index.js")) ||
  SOURCES.some((source) => isNewer(join(root, source), statSync(BUILT).mtimeMs))
) {
  say("building dist (a few seconds)");
  run("tsup", ["--silent"]);
  writeFileSync(BUILT, "");
}

if (process.argv[2] === "--platforms") install("test/platforms");

const child = spawn(command, args, { cwd: root, env, stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? (signal === null ? 1 : 128)));

function install(folder) {
  const lockFile = join(root, folder, "package-lock.json");
  const lock = createHash("sha256").update(readFileSync(lockFile)).digest("hex");
  const done = join(root, folder, "node_modules/.firstparty-installed");
  if (existsSync(done) && readFileSync(done, "utf8") === lock) return;
  say(`installing what ${relative(root, lockFile)} lists (once, under a minute)`);
  // Not `npm ci`: it refuses a lock file that lacks a binary package of some other platform, as a mirror of the registry may.
  run("npm", ["install", "--no-save", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"], folder);
  writeFileSync(done, lock);
}

function run(program, programArgs, folder = ".") {
  // What they print on stdout is progress; stdout belongs to the command that was asked for.
  const { status } = spawnSync(program, programArgs, { cwd: join(root, folder), env, stdio: ["ignore", 2, 2] });
  if (status !== 0) process.exit(status ?? 1);
}

function isNewer(path, than) {
  const stat = statSync(path);
  if (stat.mtimeMs > than) return true;
  return stat.isDirectory() && readdirSync(path).some((name) => isNewer(join(path, name), than));
}

function say(text) {
  console.error(`firstparty: ${text}`);
}
