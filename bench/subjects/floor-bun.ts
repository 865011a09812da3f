import { REQUEST_HEADERS, RESPONSE_HEADERS } from "./relayed-headers.ts";

declare const Bun: {
  serve(options: {
    readonly port: number;
    readonly hostname: string;
    readonly development: false;
    fetch(request: Request): Promise<Response>;
  }): { readonly port: number };
};

const origin = process.env["BENCH_ORIGIN"];

const { port } = Bun.serve({
  port: 0,
  hostname: "127.0.0.1",
  development: false,
  async fetch(request) {
    const { method, url } = request;
    const headers: Record<string, string> = {};
    for (const name of REQUEST_HEADERS) {
      const value = request.headers.get(name);
      if (value !== null) headers[name] = value;
    }
    const init: RequestInit & { decompress: false } = {
      method,
      headers,
      body: method === "GET" ? null : await request.arrayBuffer(),
      redirect: "manual",
      decompress: false,
    };
    const response = await fetch(origin + url.slice(url.indexOf("/", 8)), init);
    const back: [string, string][] = [];
    for (const name of RESPONSE_HEADERS) {
      const value = response.headers.get(name);
      if (value !== null) back.push([name, value]);
    }
    return new Response(await response.arrayBuffer(), { status: response.status, headers: back });
  },
});
console.log(`http://127.0.0.1:${port}`);
