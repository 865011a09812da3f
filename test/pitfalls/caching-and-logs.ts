import type { Pitfall } from "./pitfall.ts";

const TABLE = "parity/core.test.ts";

/** Those of caches, of other origins, and of logs. */
export const cachingAndLogPitfalls: readonly Pitfall[] = [
  {
    id: "P16",
    elsewhere:
      "A shared cache keeps one visitor's Set-Cookie and hands it to the next: no Cache-Control at all in the vendors' samples (Hightouch, Snowplow), none after the last change of headers",
    here: "Whatever sets a cookie leaves as `private, no-store` with `Vary: Cookie`, when all else is done; settings that may restore somebody, for everybody, as `private, no-cache`; nginx and Varnish are run in front, with a minimum lifetime as well (`test/cache`)",
    heldBy: [
      {
        file: TABLE,
        test: "an answer with a cookie is nobody else's, whatever the vendor said",
        undo: {
          file: "core/handler.ts",
          from: "endpoint.isPersonal || served.setCookies.length > 0",
          to: "endpoint.isPersonal",
        },
      },
      {
        file: TABLE,
        test: "GET /ht/restore.js varies by Cookie, with a cookie to set or without",
        undo: { file: "core/caching.ts", from: 'headers["vary"] = varyByCookie(headers["vary"]);', to: "" },
      },
      {
        file: TABLE,
        test: "settings for nobody are personal all the same",
        undo: {
          file: "core/relay/relay.ts",
          from: 'route.identity !== undefined && !isEvent ? "kept" : false',
          to: "false",
        },
      },
      {
        file: TABLE,
        test: "an answer to cookies that went up varies by them",
        undo: {
          file: "core/relay/client-answer.ts",
          from: "if (plan.cookiesUp.length > 0) headers",
          to: "if (false) headers",
        },
      },
    ],
  },
  {
    id: "P37",
    elsewhere:
      "Errors kept as if they were files (Plausible's and PostHog's Workers); the vendor's Age makes a file stale as it comes (Fingerprint's CloudFront proxy)",
    here: "Errors are `no-store` and have nothing to revalidate by; where shared caches are given an hour, the vendor's Age is taken off what it said, and stays at home. No cache of our own",
    heldBy: [
      {
        file: TABLE,
        test: "an error is never kept: 404",
        undo: { file: "core/relay/client-answer.ts", from: "new Set([200, 203, 206, 304])", to: "new Set([200, 404])" },
      },
      {
        file: TABLE,
        test: "a script for a year is kept an hour by shared caches, from when it came (GET)",
        undo: {
          file: "core/relay/script-lifetime.ts",
          from: '    delete headers["age"];\n    const browsers',
          to: "    const browsers",
        },
      },
    ],
  },
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
