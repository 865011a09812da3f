import type { VercelApiHandler } from "@vercel/node";
import { createFirstParty, hightouch } from "firstparty";
import { toVercelLegacy } from "firstparty/vercel";

const handler = createFirstParty({ vendors: [hightouch()], cookieDomains: ["example.com"] });

export default toVercelLegacy(handler) satisfies VercelApiHandler;
