import type { FirstParty } from "../../../core/index.ts";
import type { Sent } from "../case.ts";
import { sitesJson, siteKey } from "../lanes.ts";
import type { Got, Target } from "../target.ts";
import { mswLanes } from "../vendor-msw.ts";
import { parityHandler } from "../entries/parity-handler.ts";

/** A Fetch request into this process, as a platform would make it. */
export type FetchEntry = (request: Request, clientIp: string) => Promise<Response>;

/** An adapter, or core, in this process: a Request in, a Response out, and msw for a vendor. */
export async function startInProcess(toEntry: (handler: FirstParty) => FetchEntry): Promise<Target> {
  const lanes = mswLanes();
  const entry = toEntry(parityHandler(await sitesJson(lanes)));
  return {
    lanes,
    async send(lane, site, sent) {
      return toGot(await entry(toRequest(sent, siteKey(site, lane)), sent.clientIp ?? "127.0.0.1"));
    },
    stop: async () => void (await Promise.all(lanes.map((vendor) => vendor.stop()))),
  };
}

export function toRequest(
  { method = "GET", path, headers = {}, body, isChunked = false, leavesAfterMs }: Sent,
  key: string,
): Request {
  const all: Record<string, string> = { "x-parity": key };
  for (const [name, value] of Object.entries({ host: "www.shop.example", ...headers }))
    if (value !== null) all[name] = value;
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  if (bytes !== undefined && !isChunked) all["content-length"] ??= String(bytes.length);
  const stream = bytes === undefined ? null : new Blob([bytes]).stream();
  return new Request(path.startsWith("http") ? path : `http://www.shop.example${path}`, {
    method,
    headers: all,
    ...(leavesAfterMs === undefined ? {} : { signal: AbortSignal.timeout(leavesAfterMs) }),
    ...(stream === null ? {} : { body: stream, duplex: "half" }),
  });
}

export async function toGot(response: Response): Promise<Got> {
  return {
    status: response.status,
    headers: [...response.headers],
    body: new Uint8Array(await response.arrayBuffer()),
  };
}
