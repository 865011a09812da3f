import { type AddressInfo, Server } from "node:net";

/**
 * Netlify's own server for functions (index_server.js of @netlify/serverless-functions-api) as it is, but for where it listens: it would on
 * every interface, and say nowhere on which port.
 */
const listen = Server.prototype.listen as (this: Server, port: number, host: string, ready: () => void) => Server;
Server.prototype.listen = function (this: Server, ...[port, , ready]: [number, unknown, () => void]) {
  return listen.call(this, port, "127.0.0.1", () => {
    ready();
    console.log((this.address() as AddressInfo).port);
  });
} as typeof Server.prototype.listen;

await import(process.env["NETLIFY_PROGRAM"] ?? "");
