import { configFromEnv, createFirstParty, hightouch } from "firstparty";

// FIRSTPARTY_* of the environment wins over what stands here: FIRSTPARTY_DISABLED=all is the kill switch.
export const handler = createFirstParty(
  configFromEnv(process.env, {
    vendors: [hightouch()],
    cookieDomains: ["example.com"], // your registrable domain: of www.example.com that is example.com
    // Without this nothing is logged. Never `cause` itself: it may hold what a function of yours has put there.
    onError: ({ code, status, vendor, route }) => console.error(JSON.stringify({ code, status, vendor, route })),
  }),
);
