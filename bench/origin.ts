// The vendor's stand-in, as lean as Bun allows: it must not be what limits the subjects.
import { SCRIPT_BYTES } from "./work.ts";

declare const Bun: {
  serve(options: {
    readonly port: number;
    readonly hostname: string;
    fetch(request: Request): Response | Promise<Response>;
  }): { readonly port: number };
};

const script = `/* ${"x".repeat(SCRIPT_BYTES - 6)} */`;
const scriptHeaders = {
  "content-type": "text/javascript; charset=utf-8",
  "cache-control": "public, max-age=300",
  etag: '"5f3c-1"',
};
const eventHeaders = {
  "content-type": "application/json",
  "set-cookie": "vendor_session=81c5; Path=/; Domain=.vendor.example; Secure; HttpOnly",
};
let received: ArrayBuffer | string = "";

const { port } = Bun.serve({
  port: 0,
  hostname: "127.0.0.1",
  async fetch(request) {
    if (request.method === "POST") {
      received = await request.arrayBuffer();
      return new Response('{"success":true}', { headers: eventHeaders });
    }
    return request.url.endsWith("/received")
      ? new Response(received)
      : new Response(script, { headers: scriptHeaders });
  },
});
console.log(`http://127.0.0.1:${port}`);
