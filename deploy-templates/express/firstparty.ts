import { createFirstParty, hightouch } from "firstparty";

export const handler = createFirstParty({
  vendors: [hightouch()],
  cookieDomains: ["example.com"], // your registrable domain
  onError: ({ code, status, vendor, route }) => console.error({ code, status, vendor, route }),
});
