import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listening, systemProgram } from "../support/system-program.ts";
import { nginxProcess, nginxTemporary } from "../support/web-servers/nginx.ts";

/** A shared cache that runs in front of an origin. It listens on a socket file, so that no port can be taken before it is there. */
export interface Cache {
  readonly socketPath: string;
  stop(): Promise<void>;
}

/** What is written for one cache: `folder` is its own, `origin` a port on loopback, `socketPath` where it has to listen. */
interface Place {
  readonly folder: string;
  readonly origin: number;
  readonly socketPath: string;
}

/** A shared cache and its configuration. Each tells in `x-cache` what it did: HIT, STALE, and anything else where it asked the origin. */
export interface CacheKind {
  readonly name: string;
  /** Keeps every good answer for a second at least, whatever its headers say, and has no cookie in its key: CloudFront's CachingOptimized. */
  readonly keepsAll: boolean;
  /** Goes by Cache-Control where that allows keeping: lifetimes, and what may be served stale. */
  readonly readsLifetimes: boolean;
  readonly program: "nginx" | "varnishd";
  /** The configuration file, and the arguments that take it. */
  config(place: Place): string;
  args(file: string, place: Place): readonly string[];
}

const nginxArgs = (file: string, { folder }: Place) => ["-p", folder, "-c", file, "-e", "stderr"];
// Without its own ten seconds of grace: what may be stale, and how long, is for the headers to say.
const varnishArgs = (file: string, { folder, socketPath }: Place) =>
  `-F -j none -n ${folder} -a ${socketPath},HTTP -T none -f ${file} -s malloc,16m -p default_grace=0`.split(" ");

export const CACHES: readonly CacheKind[] = [
  {
    name: "nginx",
    keepsAll: false,
    readsLifetimes: true,
    program: "nginx",
    config: (place) => nginx(place, "proxy_cache_background_update on;"),
    args: nginxArgs,
  },
  {
    name: "nginx with a minimum of one second",
    keepsAll: true,
    readsLifetimes: false,
    program: "nginx",
    config: (place) =>
      nginx(
        place,
        "proxy_ignore_headers Cache-Control Expires Set-Cookie; proxy_cache_valid 200 206 1s; proxy_cache_revalidate on;",
      ),
    args: nginxArgs,
  },
  {
    name: "Varnish",
    keepsAll: false,
    readsLifetimes: true,
    program: "varnishd",
    config: (place) => varnish(place, 'if (req.url ~ "^/ht/browser/") { unset req.http.Cookie; }', ""),
    args: varnishArgs,
  },
  {
    name: "Varnish with a minimum of one second",
    keepsAll: true,
    readsLifetimes: true,
    program: "varnishd",
    config: (place) =>
      varnish(
        place,
        'if (req.method == "GET" || req.method == "HEAD") { return (hash); } return (pass);',
        `if (beresp.status < 400) {
          if (beresp.http.Cache-Control ~ "private|no-store|no-cache") { set beresp.ttl = 1s; set beresp.grace = 0s; }
          if (beresp.ttl < 1s) { set beresp.ttl = 1s; }
          return (deliver);
        }`,
      ),
    args: varnishArgs,
  },
];

/** Starts it, or resolves with why it cannot run here; with REQUIRE_CACHES=1 it throws instead. */
export async function startCache(kind: CacheKind, origin: number): Promise<Cache | string> {
  const program = systemProgram(kind.program);
  if (program === undefined) {
    const reason = `${kind.program} is not installed; apt-get install --no-install-recommends nginx varnish`;
    if (process.env["REQUIRE_CACHES"] === "1") throw new Error(reason);
    return reason;
  }
  const folder = await mkdtemp(join(tmpdir(), "fp-cache-"));
  const place = { folder, origin, socketPath: join(folder, "http.sock") };
  const file = join(folder, "config");
  await writeFile(file, kind.config(place));
  const child = spawn(program, kind.args(file, place), { cwd: folder });
  await listening(child, () => accepts(place.socketPath));
  return {
    socketPath: place.socketPath,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill("SIGTERM");
        await once(child, "exit");
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function accepts(socketPath: string): Promise<boolean> {
  const socket = connect(socketPath);
  const isThere = await once(socket, "connect").then(
    () => true,
    () => false,
  );
  socket.destroy();
  return isThere;
}

function nginx({ folder, origin, socketPath }: Place, caching: string): string {
  return `
${nginxProcess(folder)}
events { worker_connections 512; }
http {
  access_log off;
  ${nginxTemporary(folder)}
  proxy_cache_path ${folder}/cache keys_zone=all:1m;
  upstream origin { server 127.0.0.1:${origin} max_fails=0; keepalive 8; }
  server {
    listen unix:${socketPath};
    location / {
      proxy_pass http://origin;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
      proxy_cache all;
      ${caching}
      add_header x-cache $upstream_cache_status always;
    }
  }
}
`;
}

function varnish({ origin }: Place, received: string, answered: string): string {
  return `
vcl 4.1;
backend default { .host = "127.0.0.1"; .port = "${origin}"; }
sub vcl_recv { ${received} }
sub vcl_backend_response {
  # Else a failed fetch in the background would take the place of what is stale.
  if (bereq.is_bgfetch && beresp.status >= 500) { return (abandon); }
  ${answered}
}
sub vcl_deliver {
  if (obj.hits == 0) { set resp.http.x-cache = "MISS"; }
  elsif (obj.ttl < 0s) { set resp.http.x-cache = "STALE"; }
  else { set resp.http.x-cache = "HIT"; }
}
`;
}
