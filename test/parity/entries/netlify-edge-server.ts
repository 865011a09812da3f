/** The part of Deno's global that is used; its types would clash with Node's. */
declare const Deno: {
  readonly args: readonly string[];
  readonly env: { get(name: string): string | undefined };
  serve(
    options: { port: number; hostname: string; onListen(address: { port: number }): void },
    handler: (request: Request) => Promise<Response>,
  ): unknown;
};

const print = console.log.bind(console);
type Entries = Readonly<Record<string, (request: Request, context: object) => Promise<Response>>>;
const { functions } = (await import(`${Deno.args[0]}/stage2.js`)) as { functions: Entries };
// Netlify's own bootstrap for the edge (@netlify/edge-functions-dev), which wraps the global fetch and marks every line on the console.
const { handleRequest } = (await import(Deno.env.get("NETLIFY_PROGRAM") ?? "")) as {
  handleRequest(request: Request, functions: Entries): Promise<Response>;
};

Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: ({ port }) => print(port) }, (request) => {
  const headers = new Headers(request.headers);
  headers.set("x-nf-request-id", "parity");
  headers.set("x-nf-edge-functions", "ht");
  const url = request.url.replace(/^http:/, `${headers.get("x-forwarded-proto") ?? "https"}:`);
  return handleRequest(new Request(url, new Request(request, { headers })), functions);
});
