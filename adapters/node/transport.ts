import { Agent, type Dispatcher } from "undici";
import type { Transport } from "../../core/types.ts";
import { headerOf } from "./incoming.ts";

/** No limit on connections: a slow vendor must not make the others wait for a place. Deadlines are core's. */
const agent = new Agent({ headersTimeout: 0, bodyTimeout: 0 });

/** undici's own requests: the bytes of an encoded body as they came, at half the cost of fetch. */
export const nodeTransport: Transport = Object.assign(
  async (url: string, { method, headers, body, signal }: Parameters<Transport>[1]) => {
    // Core has judged the URL; it begins with an origin and goes on with a path.
    const pathAt = url.indexOf("/", url.indexOf("://") + 3);
    const response = await agent.request({
      origin: url.slice(0, pathAt),
      path: url.slice(pathAt),
      method: method as Dispatcher.HttpMethod,
      headers,
      body: body instanceof ArrayBuffer ? new Uint8Array(body) : body,
      signal,
    });
    return {
      status: response.statusCode,
      headers: headersOf(response.headers),
      body: Object.assign(response.body, { cancel: () => response.body.dump() }),
      arrayBuffer: () => response.body.arrayBuffer(),
    };
  },
  { encoding: "pass" as const },
);

function headersOf(headers: Dispatcher.ResponseData["headers"]): {
  get(name: string): string | null;
  getSetCookie(): string[];
} {
  return {
    get: (name) => headerOf(headers, name),
    getSetCookie() {
      const value = headers["set-cookie"];
      return value === undefined ? [] : typeof value === "string" ? [value] : value;
    },
  };
}
