import type { Config, EdgeFunction } from "@netlify/edge-functions";
import { createFirstParty, hightouch } from "firstparty";
import { toNetlifyEdge } from "firstparty/netlify";

const handler = createFirstParty({ vendors: [hightouch()], cookieDomains: ["example.com"] });

export default toNetlifyEdge(handler) satisfies EdgeFunction;
export const config: Config = { path: "/ht/*" };
