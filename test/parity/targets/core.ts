import { createFirstParty, type FirstParty } from "../../../core/index.ts";
import type { Sent, SiteName } from "../case.ts";
import { configOf } from "../sites.ts";
import type { Got, Target } from "../suite.ts";
import { mswVendor } from "../vendor-msw.ts";

/** Core itself on Fetch types, with global fetch as its way to the vendor and no server in front. */
export async function startCore(): Promise<Target> {
  const vendor = mswVendor();
  const handlers = new Map<SiteName, FirstParty>();
  return {
    name: "core",
    vendor,
    async send(site, sent) {
      const handler = handlers.get(site) ?? createFirstParty(configOf(site, vendor.url, "http://127.0.0.1:1"));
      handlers.set(site, handler);
      return toGot(await handler(toRequest(sent), { clientIp: "127.0.0.1" }));
    },
    stop: () => vendor.stop(),
  };
}

function toRequest({ method = "GET", path, headers = {}, body, isChunked = false }: Sent): Request {
  const all: Record<string, string> = {};
  for (const [name, value] of Object.entries({ host: "www.shop.example", ...headers }))
    if (value !== null) all[name] = value;
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  if (bytes !== undefined && !isChunked) all["content-length"] ??= String(bytes.length);
  const stream = bytes === undefined ? null : new Blob([bytes]).stream();
  return new Request(`http://www.shop.example${path}`, {
    method,
    headers: all,
    ...(stream === null ? {} : { body: stream, duplex: "half" }),
  });
}

async function toGot(response: Response): Promise<Got> {
  return {
    status: response.status,
    headers: [...response.headers],
    body: new Uint8Array(await response.arrayBuffer()),
  };
}
