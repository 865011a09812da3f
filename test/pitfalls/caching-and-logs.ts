import type { Pitfall } from "./pitfall.ts";

const TABLE = "parity/core.test.ts";

/** Those of caches, of other origins, and of logs. */
export const cachingAndLogPitfalls: readonly Pitfall[] = [
  {
    id: "P38",
    elsewhere:
      "The vendor's CORS headers beside the proxy's; an Origin given back without Vary poisons the cache of a neighbour (bluedot#1186, stock-charts#518, Fingerprint's error path)",
    here: "Exact origins, those that are trusted; `Vary: Origin` either way",
    heldBy: [
      {
        file: TABLE,
        test: "an event of a stranger's page is relayed, but unreadable to it",
        undo: {
          file: "core/cors.ts",
          from: "if (origin === null || !isTrustedOrigin(origin, asked, settings)) return NOTHING_SHARED;",
          to: "if (origin === null) return NOTHING_SHARED;",
        },
      },
    ],
  },
  {
    id: "P39",
    elsewhere:
      "Beacons always send credentials: without exact CORS their preflight fails and the event is lost (munin#400, dotCMS#33603)",
    here: "A neighbour's preflight is granted what the route takes, with credentials, for two hours; `text/plain` needs none",
    heldBy: [
      {
        file: TABLE,
        test: "a neighbour's preflight of the cookie service is granted exactly",
        undo: { file: "core/cors.ts", from: '    "access-control-allow-credentials": "true",\n', to: "" },
      },
    ],
  },
  {
    id: "P40",
    elsewhere:
      "Whole requests in the log, cookies and secrets with them; exceptions in the answer (Fingerprint's CloudFront and Azure proxies)",
    here: "Codes and names of the config alone; the body of a failure is constant",
    heldBy: [
      {
        file: "unit/transport.test.ts",
        test: "a bug inside is a 500 with a constant body, and goes to onError",
        undo: {
          file: "core/errors.ts",
          from: "JSON.stringify({ code: error.code, message: error.message })",
          to: "JSON.stringify({ code: error.code, message: String(error.cause ?? error.message) })",
        },
      },
    ],
  },
];
