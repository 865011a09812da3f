import type { Pitfall } from "./pitfall.ts";

const TABLE = "parity/core.test.ts";

/** Those of bodies, paths and routes. */
export const bodyAndPathPitfalls: readonly Pitfall[] = [
  {
    id: "P26",
    elsewhere: "A body read as text: gzip under `text/plain` is broken (nuxt/scripts#618, #836; PostHog's Node guide)",
    here: "Bytes go up as they came",
    heldBy: [
      {
        file: TABLE,
        test: "gzip under text/plain is not decoded, read or judged",
        undo: {
          file: "core/request-body.ts",
          from: "  return body;\n}",
          to: "  return new TextEncoder().encode(new TextDecoder().decode(body));\n}",
        },
      },
    ],
  },
  {
    id: "P27",
    elsewhere: "An empty beacon becomes a stream without a length and is 502 (nuxt/scripts#853); bodies on 204 and 304",
    here: "A body is whole, with its length; null-body statuses have none",
    heldBy: [
      {
        file: "unit/transport.test.ts",
        test: "a 204 leaves without a body and its length, whatever a vendor's server made of it",
        undo: {
          file: "core/relay/ask-vendor.ts",
          from: "new Set([204, 205, 304])",
          to: "new Set([205, 304])",
        },
      },
    ],
  },
  {
    id: "P28",
    elsewhere:
      "Lambda: base64 one way only, encoded answers as text, events told apart wrongly (hono b93a2547, 6217f4b7, 45b081b9)",
    here: "Bytes in and out on every kind of event; text that was bytes is told, and refused",
    heldBy: [
      {
        file: "unit/aws-lambda.test.ts",
        test: "gzip that came as text is told from text: its bytes are gone",
        undo: { file: "adapters/aws-lambda/event.ts", from: 'text.includes("\\ufffd") &&', to: "false &&" },
      },
      {
        file: "parity/lambda.test.ts",
        test: "arbitrary bytes arrive as they are",
        undo: { file: "adapters/aws-lambda/event.ts", from: 'isBase64Encoded ? "base64" : "utf8"', to: '"utf8"' },
      },
    ],
  },
  {
    id: "P29",
    elsewhere:
      "A query that is decoded, split and put together again: `%26` injects parameters, values end at `=` (Fingerprint's CloudFront proxy)",
    here: "The query goes up as sent; `stripQuery` takes whole parameters out, and leaves the others byte for byte",
    heldBy: [
      {
        file: TABLE,
        test: "the query goes up as sent, whatever it holds",
        undo: {
          file: "core/relay/upstream-request.ts",
          from: "path.slice(plan.mountLength)) + query",
          to: "path.slice(plan.mountLength)) + decodeURIComponent(query)",
        },
      },
    ],
  },
  {
    id: "P30",
    elsewhere: "Bodies that are parsed and written anew lose what the proxy does not know (matomo/tracker-proxy)",
    here: "The same bytes; only consent's `strip` writes an event anew, and is asked for",
    heldBy: [
      {
        file: TABLE,
        test: "arbitrary bytes arrive as they are",
        undo: {
          file: "core/request-body.ts",
          from: "  return body;\n}",
          to: "  return new TextEncoder().encode(String(new TextDecoder().decode(body)));\n}",
        },
      },
    ],
  },
  {
    id: "P31",
    elsewhere:
      "Encoded traversal: `..%2f`, `%252f`, `\\`, `//` (nitro#4222, #4396, #4410; GHSA-5w89-w975-hf9q; http-proxy-middleware#1168)",
    here: "A path that two servers read in two ways is 400, and the finished URL is judged once more",
    heldBy: [
      {
        file: TABLE,
        test: "a path that two servers read in two ways is refused",
        undo: { file: "core/paths.ts", from: "AMBIGUOUS.test(path)", to: "false" },
      },
    ],
  },
  {
    id: "P32",
    elsewhere: "The request line or a Lambda event's path decides the origin (srvx b1e440c, a11765b)",
    here: "Host decides, or `publicHost`; of an absolute URL the path alone is read",
    heldBy: [
      {
        file: TABLE,
        test: "publicHost holds whatever Host and forwarding headers say",
        undo: { file: "core/site.ts", from: "settings.publicHost ?? sent.toLowerCase()", to: "sent.toLowerCase()" },
      },
    ],
  },
  {
    id: "P33",
    elsewhere:
      'An open proxy: hosts `.*` by default ("anyone can use your proxy"), redirects that leave the list, one route without the check (Portkey#1718)',
    here: "Hosts are in the config; the final URL has to keep the vendor's origin and the route's path. `keys` keeps other people's data out",
    heldBy: [
      {
        file: TABLE,
        test: "keys: an event with another's key is refused, and nothing goes up",
        undo: {
          file: "core/relay/relay.ts",
          from: "findKeys && !keys",
          to: "findKeys === null",
        },
      },
      {
        file: "unit/upstream-url.test.ts",
        test: "a finished URL that leaves the route is refused",
        undo: {
          file: "core/relay/upstream-request.ts",
          from: "if (origin !== plan.origin || !pathname.startsWith(plan.pathPrefix))",
          to: "if (origin === pathname)",
        },
      },
    ],
  },
  {
    id: "P34",
    elsewhere:
      "`__proto__` in a map of aliases; a suffix check without its dot: `notshop.example` passes for `shop.example`",
    here: "Maps and `Object.hasOwn`; a domain covers what ends in a dot and itself",
    heldBy: [
      {
        file: TABLE,
        test: "an older browser is judged by Origin: https://notshop.example may not",
        undo: {
          file: "core/hosts.ts",
          from: '(host.endsWith(domain) && host[host.length - domain.length - 1] === ".")',
          to: "host.endsWith(domain)",
        },
      },
    ],
  },
  {
    id: "P35",
    elsewhere:
      "Redirects of the vendor are followed: Set-Cookie is lost and the allow-list left (h3#572, remix#38, nuxt#840)",
    here: "Neither followed nor relayed: 502",
    heldBy: [
      {
        file: TABLE,
        test: "a redirect is neither followed nor relayed",
        undo: { file: "core/fetch-types.ts", from: 'redirect: "manual"', to: 'redirect: "follow"' },
      },
    ],
  },
  {
    id: "P36",
    elsewhere:
      "Final slashes, base paths, depth, stages of API Gateway: the service is found at one address and not at the other",
    here: "Paths match whole segments and go up as sent; a named stage is taken off",
    heldBy: [
      {
        file: TABLE,
        test: "a final slash goes up as sent",
        undo: {
          file: "core/relay/upstream-request.ts",
          from: "path.slice(plan.mountLength)) + query",
          to: 'path.slice(plan.mountLength).replace(/\\/$/, "")) + query',
        },
      },
    ],
  },
];
