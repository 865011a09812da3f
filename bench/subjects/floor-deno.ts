import { REQUEST_HEADERS, RESPONSE_HEADERS } from "./relayed-headers.ts";

declare const Deno: {
  readonly env: { get(name: string): string | undefined };
  serve(
    options: { readonly port: number; readonly hostname: string; onListen(address: { readonly port: number }): void },
    handler: (request: Request) => Promise<Response>,
  ): void;
};

const origin = Deno.env.get("BENCH_ORIGIN");

async function relay(request: Request): Promise<Response> {
  const { method, url } = request;
  const headers: Record<string, string> = {};
  for (const name of REQUEST_HEADERS) {
    const value = request.headers.get(name);
    if (value !== null) headers[name] = value;
  }
  const body = method === "GET" ? null : await request.arrayBuffer();
  const response = await fetch(origin + url.slice(url.indexOf("/", 8)), { method, headers, body, redirect: "manual" });
  const back: [string, string][] = [];
  for (const name of RESPONSE_HEADERS) {
    const value = response.headers.get(name);
    if (value !== null) back.push([name, value]);
  }
  return new Response(await response.arrayBuffer(), { status: response.status, headers: back });
}

Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: ({ port }) => console.log(`http://127.0.0.1:${port}`) }, relay);
