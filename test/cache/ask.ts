import { Agent, request } from "node:http";
import { text } from "node:stream/consumers";

/** One answer as it came through the cache. */
export interface Got {
  readonly status: number;
  readonly setCookies: readonly string[];
  readonly body: string;
  /** What the cache says it did. */
  readonly cache: string;
}

export interface Asking {
  readonly method?: string;
  readonly path: string;
  readonly cookie?: string | undefined;
  /** The tag of what the browser has kept. */
  readonly tag?: string | undefined;
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** Asks as a page of the shop would, by way of a socket file. */
export async function ask(socketPath: string, { method = "GET", path, cookie, tag }: Asking): Promise<Got> {
  const headers = {
    host: "www.shop.example",
    "sec-fetch-site": "same-origin",
    ...(cookie === undefined ? {} : { cookie }),
    ...(tag === undefined ? {} : { "if-none-match": tag }),
  };
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath, agent, method, path, headers }, (answer) => {
      text(answer).then(
        (body) =>
          resolve({
            status: answer.statusCode ?? 0,
            setCookies: answer.headers["set-cookie"] ?? [],
            body,
            cache: String(answer.headers["x-cache"] ?? ""),
          }),
        reject,
      );
    });
    sent.on("error", reject);
    sent.end(method === "POST" ? "{}" : undefined);
  });
}
