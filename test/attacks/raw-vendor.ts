import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";

/** A vendor that says whatever it likes, byte for byte, to requests whose path holds `attack`; to all others a good answer. */
export interface RawVendor {
  readonly url: string;
  /** From now on: what it says, and whether it closes behind that. Forgets what came in. */
  says(answer: string | Buffer | undefined, closes: boolean): void;
  /** `METHOD url body` of each request since. */
  received(): readonly string[];
  /** All that came in since the start. */
  everything(): string;
  stop(): Promise<void>;
}

export async function rawVendor(): Promise<RawVendor> {
  let says: string | Buffer | undefined;
  let closes = false;
  let received: string[] = [];
  let everything = "";
  const sockets = new Set<Socket>();
  const answer = (socket: Socket, method: string, url: string, body: string) => {
    received.push(`${method} ${url}${body === "" ? "" : ` ${body}`}`);
    if (says === undefined || !url.includes("attack")) return void socket.write(goodAnswer(url));
    socket.write(typeof says === "string" ? Buffer.from(says, "latin1") : says);
    if (closes) socket.end();
  };
  const server = createServer((socket) => {
    let rest = "";
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    socket.on("data", (chunk) => {
      everything += chunk.toString("latin1");
      rest += chunk.toString("latin1");
      for (;;) {
        // The relay announces the length of whatever body it sends.
        const [head, method = "", url = ""] = /^([A-Z]+) (\S+) HTTP\/1\.1\r\n[^]*?\r\n\r\n/.exec(rest) ?? [];
        if (head === undefined) return;
        const end = head.length + Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
        if (rest.length < end) return;
        answer(socket, method, url, rest.slice(head.length, end));
        rest = rest.slice(end);
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    says(next, nextCloses) {
      [says, closes, received] = [next, nextCloses, []];
    },
    received: () => received,
    everything: () => everything,
    async stop() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, "close");
    },
  };
}

/** The URL comes back, so that an answer which was meant for somebody else is noticed. */
function goodAnswer(url: string): string {
  const body = JSON.stringify({ url });
  const type = url.endsWith(".js") ? "text/javascript" : "application/json";
  return `HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}
