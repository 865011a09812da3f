import { configFromEnv, createFirstParty, hightouch } from "firstparty";

/** Hosts, domains and the secret are FIRSTPARTY_* variables that the stack sets; at the edge, where there are none, its build writes them in here. */
export const handler = createFirstParty(
  configFromEnv(process.env, {
    vendors: [hightouch()],
    // No address, cookie, body or path. Never `cause` as it is: a runtime's error may name hosts.
    onError: ({ code, status, vendor, route }) => console.error(JSON.stringify({ code, status, vendor, route })),
  }),
);
