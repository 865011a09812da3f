import type { Config, NetlifyFunction } from "@netlify/functions";
import { createFirstParty, hightouch } from "firstparty";
import { toNetlify } from "firstparty/netlify";

const handler = createFirstParty({ vendors: [hightouch()], cookieDomains: ["example.com"] });

/** A function's file, in the form with two exports. */
export default toNetlify(handler);
export const config: Config = { path: "/ht/*" };

/** The same in the object form. */
export const inOne = { fetch: toNetlify(handler), config: { path: "/ht/*" } } satisfies NetlifyFunction;
