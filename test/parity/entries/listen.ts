import { listen } from "firstparty/server";
import { parityHandler } from "./parity-handler.ts";

/** By the family that an address is seen in: an IPv4 client of a dual-stack socket is `::ffff:127.0.0.1`. All are this machine's own. */
const HOSTNAMES = ["127.0.0.1", "::1", "::ffff:127.0.0.1"];

const handler = parityHandler(process.env["PARITY_SITES"] ?? "");
const ports = HOSTNAMES.map(async (hostname) => [hostname, (await listen(handler, { port: 0, hostname })).port]);
console.log(JSON.stringify(Object.fromEntries(await Promise.all(ports))));
