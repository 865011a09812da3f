import type { Pitfall } from "./pitfall.ts";

/** Those of cookies. */
const TABLE = "parity/core.test.ts";

export const cookiePitfalls: readonly Pitfall[] = [
  {
    id: "P1",
    elsewhere:
      "Attribute injection: cookie values that a framework has percent-decoded, written into Set-Cookie as they are (Jitsu `api/id.ts`; Hightouch's Next.js sample)",
    here: "Values are raw octets, never decoded; what is not cookie-octets is left alone",
    heldBy: [
      {
        file: TABLE,
        test: "a value that is not cookie-octets counts as present and is left alone",
        undo: {
          file: "core/cookie-header.ts",
          from: "name.length + value.length <= MAX_PAIR_BYTES && COOKIE_OCTETS.test(value)",
          to: "name.length + value.length <= MAX_PAIR_BYTES",
        },
      },
      {
        file: TABLE,
        test: "a percent-encoded semicolon stays encoded: no attribute can be injected",
        undo: {
          file: "core/cookie-header.ts",
          from: "first.set(name, trimOws(part.slice(equals + 1)))",
          to: "first.set(name, decodeURIComponent(trimOws(part.slice(equals + 1))))",
        },
      },
    ],
  },
  {
    id: "P2",
    elsewhere:
      "Domain, name and value of a cookie by the caller's query or body (Jitsu `?domain=`; RudderStack's server-side cookies)",
    here: "Domain is an entry of `cookieDomains`, names are the vendor's data, and the body of a renew is never read",
    heldBy: [
      {
        file: TABLE,
        test: "a Domain, a name or a value that the caller asks for is not given",
        undo: {
          file: "core/site.ts",
          from: "settings.publicHost ?? sent.toLowerCase()",
          to: "/[?&]domain=([^&]+)/.exec(request.url)?.[1] ?? settings.publicHost ?? sent.toLowerCase()",
        },
      },
    ],
  },
  {
    id: "P3",
    elsewhere:
      "Domain out of the wrong header: X-Forwarded-For, or Host with its port (Hightouch's Express and Next.js samples)",
    here: "Host without its port, or `publicHost`; no forwarding header is read",
    heldBy: [
      {
        file: TABLE,
        test: "forwarding headers decide nothing",
        undo: {
          file: "core/site.ts",
          from: 'request.host ?? ""',
          to: 'request.header("x-forwarded-host") ?? request.host ?? ""',
        },
      },
    ],
  },
  {
    id: "P4",
    elsewhere:
      "Two cookies of one name, with and without a Domain: which one counts is chance, and clear takes one away",
    here: "Clear expires both; a renew expires the stray; a restored cookie has the Domain that the SDK chooses",
    heldBy: [
      {
        file: TABLE,
        test: "clear expires both variants of every twin, carried or not, and no browser cookie",
        undo: {
          file: "core/identity/set-cookie.ts",
          from: ": [undefined, site.browserDomain, own]",
          to: ": [undefined]",
        },
      },
      {
        file: TABLE,
        test: "of two cookies of one name the first counts and the host-only one goes",
        undo: { file: "core/cookie-header.ts", from: "if (first.has(name))", to: "if (false)" },
      },
    ],
  },
  {
    id: "P5",
    elsewhere:
      "Preview hosts, localhost, addresses: a configured Domain that does not cover the host is refused by the browser",
    here: "Each host gets the entry that covers it, or host-only cookies",
    heldBy: [
      {
        file: TABLE,
        test: "on a host outside the configured domains twins are host-only and a restored cookie names the host",
        undo: {
          file: "core/site.ts",
          from: "settings.cookieDomains.find((domain) => coversHost(domain, host))",
          to: "settings.cookieDomains[0]",
        },
      },
    ],
  },
  {
    id: "P6",
    elsewhere:
      "A public suffix list at the edge: bugs until it was taken out (Fingerprint's CloudFront, Cloudflare and Azure proxies)",
    here: "`cookieDomains` is written down; nothing guesses a registrable domain at run time",
    heldBy: [
      {
        file: TABLE,
        test: "on a host outside the configured domains twins are host-only and a restored cookie names the host",
        undo: {
          file: "core/site.ts",
          from: "settings.cookieDomains.find((domain) => coversHost(domain, host))",
          to: 'host.split(".").slice(-2).join(".")',
        },
      },
    ],
  },
  {
    id: "P7",
    elsewhere:
      "No Secure, SameSite=None where Lax does, Max-Age beyond the browsers' 400 days (Jitsu, Snowplow's and Hightouch's samples)",
    here: "`Secure; SameSite=Lax; Max-Age=34560000`; more is a mistake in the config",
    heldBy: [
      {
        file: TABLE,
        test: "mirror writes each present browser cookie to its twin and nothing else",
        undo: { file: "core/identity/set-cookie.ts", from: 'site.secure ? "; Secure" : ""', to: '""' },
      },
      {
        file: "unit/config.test.ts",
        test: "more than 400 days",
        undo: { file: "core/options.ts", from: "const MAX_AGE_DAYS = 400", to: "const MAX_AGE_DAYS = 1_825" },
      },
    ],
  },
  {
    id: "P8",
    elsewhere: 'Cookie parsers that split at every "=" and lose what follows (Hightouch\'s Lambda sample)',
    here: "The first `=` splits; blanks, doubles and empty names have their rules",
    heldBy: [
      {
        file: TABLE,
        test: "values are raw octets: the first = splits, nothing is decoded",
        undo: { file: "core/cookie-header.ts", from: 'part.indexOf("=")', to: 'part.lastIndexOf("=")' },
      },
    ],
  },
  {
    id: "P9",
    elsewhere:
      "Several Set-Cookie folded into one, or split at the comma of Expires (powertools-lambda-typescript#5674, serverless-http#168, Fingerprint's proxies)",
    here: "Several stay several on every platform; where one only can be carried it is 500, not half of a group",
    heldBy: [
      {
        file: TABLE,
        test: "mirror writes each present browser cookie to its twin and nothing else",
        undo: {
          file: "core/fetch-types.ts",
          from: 'for (const setCookie of setCookies) response.headers.append("set-cookie", setCookie);',
          to: 'response.headers.set("set-cookie", setCookies.join(", "));',
        },
      },
      {
        file: "unit/aws-lambda-results.test.ts",
        test: "a load balancer that carries one Set-Cookie gets one, and none of several",
        undo: { file: "adapters/aws-lambda.ts", from: "whole.setCookies.length > 1", to: "whole === undefined" },
      },
    ],
  },
  {
    id: "P10",
    elsewhere:
      "Restoring cookie by cookie glues an old user to a new anonymous id (the vendors' samples; Snowplow's text and code disagree)",
    here: "A group is restored whole, and only where none of its browser cookies is there",
    heldBy: [
      {
        file: TABLE,
        test: "restore is of the group, never cookie by cookie",
        undo: {
          file: "core/identity/changes.ts",
          from: "if (isPresent(group, cookies)) return mirror(group, cookies, circumstances);",
          to: "if (isPresent(group, cookies)) return [...mirror(group, cookies, circumstances), ...restore(group, cookies)];",
        },
      },
    ],
  },
  {
    id: "P11",
    elsewhere:
      "Cookie services that never ask for consent, or mint an id where there is none; a consent taken back that leaves the old person to be restored",
    here: "No id is ever minted. Consent decides per request; a withdrawal takes every cookie away and leaves a marker that holds without any config",
    heldBy: [
      {
        file: TABLE,
        test: "consent: denied, /ht/renew restores nobody: the twins alone go",
        undo: {
          file: "core/identity/plan.ts",
          from: 'if (identity === "expire")',
          to: "if (false)",
        },
      },
      {
        file: TABLE,
        test: "consent: unknown, /ht/renew writes nothing and takes nothing away",
        undo: {
          file: "core/identity/plan.ts",
          from: 'if (identity === "none")',
          to: 'if (isReset && identity === "none")',
        },
      },
      {
        file: TABLE,
        test: "consent: a withdrawal is denied where nobody asks for consent",
        undo: {
          file: "core/consent/decide.ts",
          from: "MARKED.test(header)) return withdrawn;",
          to: "false) return withdrawn;",
        },
      },
      {
        file: TABLE,
        test: "grant takes the marker away, and whoever came since; nobody old is restored to any vendor",
        undo: { file: "core/identity/withdrawal.ts", from: ", ...memories]", to: "]" },
      },
    ],
  },
  {
    id: "P12",
    elsewhere:
      "A reset whose clear call a navigation loses brings the previous person back on a shared device (seen with the real SDKs)",
    here: "The snippet's marker, and a memory of it that says who has come since, against answers that come late; `clearCookies()` for the site's own log-out",
    heldBy: [
      {
        file: TABLE,
        test: "after a reset nothing is restored, the twins go, and so does the marker",
        undo: {
          file: "core/identity/plan.ts",
          from: "isGone: reset?.isGone(group, seen) === true,",
          to: "isGone: false,",
        },
      },
      {
        file: TABLE,
        test: "a reset that was seen is remembered: a late answer to an older renew brings nobody back",
        undo: { file: "core/identity/reset.ts", from: "if (!isMarked && old === undefined)", to: "if (!isMarked)" },
      },
      {
        file: TABLE,
        test: "twins of another than has come since a reset bring nobody back, and go",
        undo: { file: "core/identity/reset.ts", from: "&& !known.includes(mark)", to: "&& known.length === 0" },
      },
    ],
  },
  {
    id: "P13",
    elsewhere: "The SDK's start waits for renew, without a time-out: a slow or failing one stops all events",
    here: "Renew asks nobody, and is 200 also where there is nothing to do",
    heldBy: [
      {
        file: TABLE,
        test: "renew with nothing to do answers 200 at once, names nothing and is never stored",
        undo: { file: "core/identity/service.ts", from: "status: 200,", to: "status: changes.length > 0 ? 200 : 404," },
      },
    ],
  },
  {
    id: "P14",
    elsewhere: "Refreshing the script cookie alone buys nothing: the SDK writes it anew by script",
    here: "The twin has a name of its own and is HttpOnly",
    heldBy: [
      {
        file: TABLE,
        test: "mirror writes each present browser cookie to its twin and nothing else",
        undo: { file: "core/identity/set-cookie.ts", from: '"; HttpOnly" : ""', to: '"" : ""' },
      },
    ],
  },
  {
    id: "P15",
    elsewhere: "A form of another site posts to clear or renew: a top-level navigation, whose Lax cookies are taken",
    here: "Sec-Fetch-Site and Origin say who may; `__Host-` names are declined, since a twin has to serve `example.com` and `www.example.com` alike",
    heldBy: [
      {
        file: TABLE,
        test: "cross-site may not renew, by form or by fetch",
        undo: {
          file: "core/callers.ts",
          from: "return origin !== null && settings.allowOrigins.has(origin);",
          to: "return true;",
        },
      },
      {
        file: TABLE,
        test: "an older browser is judged by Origin: https://evil.example may not",
        undo: {
          file: "core/callers.ts",
          from: "!isForPage(request) : isTrustedOrigin(origin, asked, settings)",
          to: "!isForPage(request) : true",
        },
      },
    ],
  },
];
