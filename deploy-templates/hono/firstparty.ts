import { createFirstParty, hightouch } from "firstparty";

export const handler = createFirstParty({
  vendors: [hightouch()],
  cookieDomains: ["example.com"], // your registrable domain: of www.example.com that is example.com
  disabled: false, // the kill switch: true, and start anew
  // Without this nothing is logged. Never `cause` itself: it may hold what a function of yours has put there.
  onError: ({ code, status, vendor, route }) => console.error(JSON.stringify({ code, status, vendor, route })),
});
