import { createFirstParty, hightouch } from "firstparty";
import { toVercel, toVercelMethods } from "firstparty/vercel";

type Handler = (request: Request) => Response | Promise<Response>;

const handler = createFirstParty({ vendors: [hightouch()], cookieDomains: ["example.com"] });

/** @vercel/node has no types for these: as its page on the Node runtime writes them. */
export default toVercel(handler) satisfies { fetch: Handler };
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = toVercelMethods(handler) satisfies Record<
  string,
  Handler
>;
