import { once } from "node:events";
import { existsSync, readFileSync, statSync } from "node:fs";
import {
  createServer,
  type IncomingMessage,
  request as ask,
  type RequestListener,
  type ServerResponse,
} from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

/** What is read of config.json: https://vercel.com/docs/build-output-api/configuration (2026-11-22). */
interface Route {
  readonly handle?: string;
  readonly src?: string;
  readonly dest?: string;
  readonly status?: number;
  readonly continue?: boolean;
  readonly transforms?: readonly Transform[];
}
interface Transform {
  readonly type: string;
  readonly op: string;
  readonly target: { readonly key: string };
  readonly args: string;
  readonly env?: readonly string[];
}
/** Where a request ends. */
type Place =
  | { readonly file: string }
  | { readonly function: RequestListener; readonly path: string }
  | { readonly external: URL }
  | { readonly status: number };

/**
 * Serves what `vercel build` has left in `.vercel/output`, and prints the port: its files, its function by the handler that was built for it,
 * and the routes of config.json in front of both. A route to another host goes where VERCEL_PROJECTS says, JSON of ports by host.
 */
const output = process.argv[2] ?? "";
const projects = JSON.parse(process.env["VERCEL_PROJECTS"] ?? "{}") as Readonly<Record<string, number>>;
const { routes } = JSON.parse(readFileSync(join(output, "config.json"), "utf8")) as {
  readonly routes: readonly Route[];
};
const phases = new Map<string, Route[]>();
let phase = "";
for (const route of routes) {
  phase = route.handle ?? phase;
  const known = phases.get(phase) ?? [];
  phases.set(phase, known);
  if (route.handle === undefined) known.push(route);
}

const functions = new Map<string, RequestListener>();

function placeAt(path: string): Place | undefined {
  const folder = join(output, "functions", `${path}.func`);
  if (path.length > 1 && existsSync(folder)) {
    const known = functions.get(path) ?? load(folder);
    functions.set(path, known);
    return { function: known, path };
  }
  const file = join(output, "static", path.endsWith("/") ? `${path}index.html` : path);
  return existsSync(file) && statSync(file).isFile() ? { file } : undefined;
}

/** The handler looks for its modules in the folder that it runs in; one function is all that a template has. */
function load(folder: string): RequestListener {
  const { handler } = JSON.parse(readFileSync(join(folder, ".vc-config.json"), "utf8")) as { readonly handler: string };
  process.chdir(folder);
  return createRequire(join(folder, "package.json"))(join(folder, handler)) as RequestListener;
}

function placeOf(path: string, headers: IncomingMessage["headers"]): Place {
  for (const each of ["", "filesystem"]) {
    const here = each === "filesystem" ? placeAt(path) : undefined;
    if (here !== undefined) return here;
    for (const route of phases.get(each) ?? []) {
      const match = matched(route, path);
      if (match === null) continue;
      transform(route, match, headers);
      if (route.continue === true) continue;
      const dest = filled(route.dest ?? "", match);
      if (/^https?:/.test(dest)) return { external: new URL(dest) };
      return (dest === "" ? undefined : placeAt(dest)) ?? { status: route.status ?? 404 };
    }
  }
  return { status: 404 };
}

/** The whole path, whatever its case; some that the builder writes have no anchors. */
function matched({ src = "" }: Route, path: string): RegExpExecArray | null {
  return new RegExp(`^(?:${src})$`, "i").exec(path);
}

function transform({ transforms = [] }: Route, match: RegExpExecArray, headers: IncomingMessage["headers"]): void {
  for (const { type, op, target, args, env = [] } of transforms) {
    if (type !== "request.headers" || op !== "set") throw new Error(`no template has a transform ${type} ${op}`);
    let value = filled(args, match);
    for (const name of env) value = value.replaceAll(`$${name}`, process.env[name] ?? "");
    headers[target.key] = value;
  }
}

function filled(text: string, match: RegExpExecArray): string {
  return text.replaceAll(/\$(\d)/g, (_, group: string) => match[Number(group)] ?? "");
}

function serve(incoming: IncomingMessage, outgoing: ServerResponse): void {
  const [path = "/", query] = (incoming.url ?? "/").split(/\?(.*)/s);
  const place = placeOf(path, incoming.headers);
  if ("file" in place) outgoing.end(readFileSync(place.file));
  else if ("status" in place) outgoing.writeHead(place.status, { "x-vercel-error": "NOT_FOUND" }).end();
  else if ("external" in place) passOn(place.external, query, incoming, outgoing);
  else {
    for (const route of phases.get("hit") ?? []) {
      const match = matched(route, place.path);
      if (match !== null) transform(route, match, incoming.headers);
    }
    void invoke(place.function, incoming, outgoing);
  }
}

/** A function that does not load, or fails, is Vercel's own 500: https://vercel.com/docs/errors/FUNCTION_INVOCATION_FAILED (2026-11-22). */
async function invoke(handler: RequestListener, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  try {
    await handler(incoming, outgoing);
  } catch {
    if (outgoing.headersSent) outgoing.destroy();
    else outgoing.writeHead(500, { "x-vercel-error": "FUNCTION_INVOCATION_FAILED" }).end();
  }
}

/**
 * To another project, whose edge writes Host and X-Forwarded-Host anew: both name that project (measured by others, on a rewrite in
 * middleware: https://github.com/vercel/next.js/issues/67469, 2024). What it says there of the visitor's address nobody has written down.
 */
function passOn(to: URL, query: string | undefined, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const headers = { ...incoming.headers, host: to.host, "x-forwarded-host": to.host };
  const path = to.pathname + (query === undefined ? "" : `?${query}`);
  const onward = ask(
    { port: projects[to.host], host: "127.0.0.1", method: incoming.method, path, headers },
    (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(outgoing);
    },
  );
  onward.once("error", () => outgoing.writeHead(502).end());
  incoming.pipe(onward);
}

const server = createServer(serve);
await once(server.listen(0, "127.0.0.1"), "listening");
console.log((server.address() as AddressInfo).port);
// Whoever started this has gone.
process.stdin.once("end", () => process.exit()).resume();
