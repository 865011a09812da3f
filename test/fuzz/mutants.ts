import type { Undo } from "../pitfalls/pitfall.ts";

/** A mistake that could be made in what is attacked. `npm run fuzz -- --mutants` makes each in a copy, and an invariant has to break. */
export interface Mutant {
  readonly what: string;
  readonly undo: readonly Undo[];
}

export const MUTANTS: readonly Mutant[] = [
  {
    what: "values that are no cookie-octets are written",
    undo: [{ file: "core/cookie-header.ts", from: "&& COOKIE_OCTETS.test(value)", to: "" }],
  },
  {
    what: "no size limit of a pair",
    undo: [{ file: "core/cookie-header.ts", from: "name.length + value.length <= MAX_PAIR_BYTES &&", to: "" }],
  },
  {
    what: "split at the last =",
    undo: [{ file: "core/cookie-header.ts", from: 'part.indexOf("=")', to: 'part.lastIndexOf("=")' }],
  },
  {
    what: "the last cookie of a name wins",
    undo: [{ file: "core/cookie-header.ts", from: "else first.set(name", to: "first.set(name" }],
  },
  {
    what: "values are trimmed by trim()",
    undo: [
      {
        file: "core/cookie-header.ts",
        from: "else first.set(name, trimOws(part.slice(equals + 1)))",
        to: "else first.set(name, part.slice(equals + 1).trim())",
      },
    ],
  },
  {
    what: "names of patterns need not be tokens",
    undo: [{ file: "core/identity/groups.ts", from: "!NAME_TOKEN.test(name) || ", to: "" }],
  },
  {
    what: "a twin's twin counts",
    undo: [{ file: "core/identity/groups.ts", from: " || server.starOf(browser.fill(star)) !== undefined", to: "" }],
  },
  {
    what: "restore joins groups in part",
    undo: [
      {
        file: "core/identity/changes.ts",
        from: "if (!mayBeKept(server, value, shape)) return [];",
        to: "if (!mayBeKept(server, value, shape)) continue;",
      },
    ],
  },
  {
    what: "restore cookie by cookie",
    undo: [
      {
        file: "core/identity/changes.ts",
        from: "if (isPresent(group, cookies)) return mirror(",
        to: "if (group.every(({ browser }) => cookies.get(browser) !== undefined)) return mirror(",
      },
    ],
  },
  {
    what: "mirror keeps twins of absent cookies",
    undo: [
      {
        file: "core/identity/changes.ts",
        from: "} else if (isGone || (value === undefined && (hasSeenReset || cookies.get(server) !== undefined))) {",
        to: "} else if (isGone) {",
      },
    ],
  },
  {
    what: "a reset looks at five matches only",
    undo: [
      {
        file: "core/identity/plan.ts",
        from: "isAnybodyGone ? findGroups(cookies, host) : some",
        to: "some",
      },
    ],
  },
  {
    what: "strays stay",
    undo: [
      { file: "core/identity/changes.ts", from: ".filter(({ name }) => cookies.isDoubled(name))", to: ".slice(0, 0)" },
    ],
  },
  {
    what: "HttpOnly on no cookie",
    undo: [{ file: "core/identity/set-cookie.ts", from: 'change.write === "server" ? "; HttpOnly" : ""', to: '""' }],
  },
  {
    what: "Domain from the Host header",
    undo: [
      {
        file: "core/identity/set-cookie.ts",
        from: '=== "server") return site.cookieDomain;',
        to: '=== "server") return site.host;',
      },
    ],
  },
  {
    what: "only one variant is expired",
    undo: [
      {
        file: "core/identity/set-cookie.ts",
        from: ": [undefined, site.browserDomain, own]",
        to: ": [undefined]",
      },
    ],
  },
  {
    what: "cross-site may call",
    undo: [
      {
        file: "core/callers.ts",
        from: "return origin !== null && settings.allowOrigins.has(origin);",
        to: "return true;",
      },
    ],
  },
  {
    what: "Sec-Fetch-Site none may call",
    undo: [{ file: "core/callers.ts", from: 'case "same-site":', to: 'case "same-site":\n    case "none":' }],
  },
  {
    what: "Origin null may call",
    undo: [
      {
        file: "core/callers.ts",
        from: "if (settings.allowOrigins.has(origin)) return true;",
        to: 'if (origin === "null" || settings.allowOrigins.has(origin)) return true;',
      },
    ],
  },
  {
    what: "a host ends with the domain",
    undo: [
      {
        file: "core/hosts.ts",
        from: 'host === domain || (host.endsWith(domain) && host[host.length - domain.length - 1] === ".")',
        to: "host.endsWith(domain)",
      },
    ],
  },
  {
    what: "an origin begins with an allowed one",
    undo: [
      {
        file: "core/callers.ts",
        from: "if (settings.allowOrigins.has(origin)) return true;",
        to: "if ([...settings.allowOrigins].some((each) => origin.startsWith(each))) return true;",
      },
    ],
  },
  {
    what: "the Origin pattern has no end",
    undo: [
      {
        file: "core/hosts.ts",
        from: "origin: new RegExp(`^https?://(${HOST})(?::\\\\d{1,5})?$`)",
        to: "origin: new RegExp(`^https?://(${HOST})`)",
      },
    ],
  },
  {
    what: "backslashes in a path",
    undo: [{ file: "core/paths.ts", from: "|\\\\|\\/\\.{1,2}", to: "|\\/\\.{1,2}" }],
  },
  {
    what: "encoded dots in a path",
    undo: [{ file: "core/paths.ts", from: "2f|5c|2e|00|25", to: "2f|5c|00|25" }],
  },
  {
    what: "encoded percent signs in a path",
    undo: [{ file: "core/paths.ts", from: "2f|5c|2e|00|25", to: "2f|5c|2e|00" }],
  },
  {
    what: "half an escape in a path",
    undo: [{ file: "core/paths.ts", from: "|(?![\\da-f]{2}))", to: ")" }],
  },
  {
    what: "dot segments in a path",
    undo: [{ file: "core/paths.ts", from: "|\\/\\.{1,2}(?:[/;]|$)", to: "" }],
  },
  {
    what: "no check of a path, the final URL is checked",
    undo: [{ file: "core/paths.ts", from: "AMBIGUOUS.test(path) || ", to: "" }],
  },
  {
    what: "neither the path nor the finished URL is checked",
    undo: [
      { file: "core/paths.ts", from: "AMBIGUOUS.test(path) || ", to: "" },
      { file: "core/relay/upstream-request.ts", from: "if (origin !== plan.origin ||", to: "if (origin === '' &&" },
    ],
  },
  {
    what: "controls in the query",
    undo: [{ file: "core/paths.ts", from: " || UNSENDABLE.test(url)", to: "" }],
  },
  {
    what: "any scheme in front of a path",
    undo: [{ file: "core/paths.ts", from: "/^https?:\\/\\/[^/?]*(?=\\/)/i", to: "/^[^/?]*:\\/\\/[^/?]*(?=\\/)/i" }],
  },
  {
    what: "controls in headers that go up",
    undo: [
      {
        file: "core/relay/upstream-request.ts",
        from: 'const value = carried(name === "authorization" ? forVendor(given) : given);',
        to: "const value = given;",
      },
    ],
  },
  {
    what: "all cookies go up",
    undo: [
      {
        file: "core/relay/upstream-request.ts",
        from: "if (!plan.cookiesUp.some((pattern) => pattern.starOf(name) !== undefined)) continue;",
        to: "",
      },
    ],
  },
  {
    what: "twins of somebody else go up",
    undo: [
      {
        file: "core/relay/upstream-request.ts",
        from: "if (plan.mayGoUp(exchange, said, name, value)) pairs",
        to: "pairs",
      },
    ],
  },
  {
    what: "persons are looked for at an event's own level only",
    undo: [
      {
        file: "core/relay/said.ts",
        from: "isAnywhere: index >= ofKeys.length",
        to: "isAnywhere: false",
      },
    ],
  },
  {
    what: "joined Cookie headers",
    undo: [{ file: "core/relay/upstream-request.ts", from: "JOINED.test(pair) || ", to: "" }],
  },
  {
    what: "joined Cookie headers, names without blanks only",
    undo: [{ file: "core/relay/upstream-request.ts", from: "/,[^=;,]*=/", to: "/,[^\\s=;,]+=/" }],
  },
  {
    what: "X-Forwarded-For is appended to",
    undo: [
      {
        file: "core/relay/upstream-request.ts",
        from: 'headers["x-forwarded-for"] = address;',
        to: 'headers["x-forwarded-for"] = [request.header("x-forwarded-for"), address].filter(Boolean).join(", ");',
      },
    ],
  },
  {
    what: "the first of X-Forwarded-For",
    undo: [
      {
        file: "core/relay/client-address.ts",
        from: "addresses.at(-1 - trustedHops) ?? addresses[0]",
        to: "addresses[0]",
      },
    ],
  },
  {
    what: "the client's X-Forwarded-For where nobody vouches",
    undo: [
      {
        file: "core/relay/client-address.ts",
        from: "if (trustedHops === 0) return plainAddress(context.clientIp);",
        to: 'if (trustedHops === 0) return plainAddress(context.clientIp ?? request.header("x-forwarded-for") ?? undefined);',
      },
    ],
  },
  {
    what: "every header goes up",
    undo: [
      {
        file: "core/relay/upstream-request.ts",
        from: "for (const name of plan.headersUp) {",
        to: 'for (const name of [...plan.headersUp, "referer"]) {',
      },
    ],
  },
  {
    what: "the vendor's Domain stays",
    undo: [{ file: "core/relay/vendor-cookies.ts", from: "max-age|expires", to: "max-age|domain|expires" }],
  },
  {
    what: "any Set-Cookie comes back",
    undo: [
      {
        file: "core/relay/vendor-cookies.ts",
        from: 'cookiesDown.some((pattern) => pattern.starOf(line.split("=", 1)[0]?.trim() ?? "") !== undefined)',
        to: "true",
      },
    ],
  },
  {
    what: "a vendor's Set-Cookie is split at the last =",
    undo: [{ file: "core/relay/vendor-cookies.ts", from: 'pair.indexOf("=")', to: 'pair.lastIndexOf("=")' }],
  },
  {
    what: "a cookie's answer keeps its caching",
    undo: [
      {
        file: "core/handler.ts",
        from: "endpoint.isPersonal || served.setCookies.length > 0",
        to: "endpoint.isPersonal",
      },
    ],
  },
  {
    what: "redirects come back",
    undo: [
      { file: "core/relay/client-answer.ts", from: "status >= 300 && status < 400 && status !== 304", to: "false" },
    ],
  },
  {
    what: "Location comes back",
    undo: [{ file: "core/relay/client-answer.ts", from: '"content-language",', to: '"content-language", "location",' }],
  },
  {
    what: "HSTS comes back",
    undo: [
      {
        file: "core/relay/client-answer.ts",
        from: '"content-range",',
        to: '"content-range", "strict-transport-security",',
      },
    ],
  },
  {
    what: "controls in what comes back",
    undo: [
      {
        file: "core/relay/client-answer.ts",
        from: "const value = carried(answer.headers.get(name));",
        to: "const value = answer.headers.get(name);",
      },
    ],
  },
  {
    what: "types are read to their end",
    undo: [{ file: "core/relay/client-answer.ts", from: "(?:[\\s;,(]|$)/i", to: "\\s*(?:[;,]|$)/i" }],
  },
  {
    what: "scripts with cookies are for everybody",
    undo: [{ file: "core/relay/client-answer.ts", from: "isScript && theirs.length === 0", to: "isScript" }],
  },
  {
    what: "no Vary beside the vendor's",
    undo: [
      {
        file: "core/relay/client-answer.ts",
        from: 'if (vary !== undefined && headers["vary"] !== vary) headers["vary"] = `${vary}, ${headers["vary"]}`;',
        to: 'if (vary !== undefined) headers["vary"] = vary;',
      },
    ],
  },
  {
    what: "the path in a failure",
    undo: [
      {
        file: "core/errors.ts",
        from: "super(FAILURES[code][1], { cause: options.cause });",
        to: 'super(FAILURES[code][1] + String(options.cause ?? ""), { cause: options.cause });',
      },
    ],
  },
  {
    what: "the runtime's words in the log",
    undo: [
      {
        file: "server/log.ts",
        from: "if (!(error.cause instanceof Error)) return error.name;",
        to: "if (!(error.cause instanceof Error)) return error.message;",
      },
    ],
  },
  {
    what: "statuses above 599 come back",
    undo: [{ file: "core/relay/client-answer.ts", from: "status < 200 || status > 599", to: "status < 200" }],
  },
  {
    what: "publicHost from X-Forwarded-Host",
    undo: [
      {
        file: "core/site.ts",
        from: "const host = settings.publicHost ?? sent",
        to: 'const host = settings.publicHost ?? request.header("x-forwarded-host") ?? sent',
      },
    ],
  },
  {
    what: "ALB: the first of X-Forwarded-For",
    undo: [
      { file: "adapters/aws-lambda/event.ts", from: '?.split(",").at(-1)?.trim()', to: '?.split(",").at(0)?.trim()' },
    ],
  },
  {
    what: "Lambda: cookies twice",
    undo: [
      {
        file: "adapters/aws-lambda/result.ts",
        from: "return { ...result, headers, cookies: [...setCookies] };",
        to: 'return { ...result, headers: { ...headers, ...(setCookies[0] && { "set-cookie": setCookies[0] }) }, cookies: [...setCookies] };',
      },
    ],
  },
  {
    what: "Lambda: headers as UTF-16",
    undo: [
      {
        file: "adapters/aws-lambda/event.ts",
        from: 'asOctets([value].flat().join(name === "cookie" ? "; " : ", "))',
        to: '[value].flat().join(name === "cookie" ? "; " : ", ")',
      },
    ],
  },
  {
    what: "configs: a list is anything with entries",
    undo: [
      {
        file: "core/vendors/check-route.ts",
        from: "list(`${option} cookies`, cookies ?? [])",
        to: "[...(cookies ?? [])]",
      },
    ],
  },
  {
    what: "errors of vendors are kept",
    undo: [
      { file: "core/relay/client-answer.ts", from: "if (!isKept) headers[", to: "if (false as boolean) headers[" },
    ],
  },
  {
    what: "scripts are shared for as long as the vendor says",
    undo: [
      { file: "core/relay/client-answer.ts", from: "else if (isScript) setScriptLifetime(headers, status);", to: "" },
    ],
  },
  {
    what: "of two lifetimes the last counts",
    undo: [
      {
        file: "core/relay/script-lifetime.ts",
        from: "if (!directives.has(key)) directives.set(key, value);",
        to: "directives.set(key, value);",
      },
    ],
  },
  {
    what: "holes in a list are not looked at",
    undo: [{ file: "core/mistakes.ts", from: "return [...value];", to: "return value;" }],
  },
  {
    what: "a wrong value that JSON cannot hold",
    undo: [
      {
        file: "core/mistakes.ts",
        from: "return JSON.stringify(value) ?? String(value);\n  } catch {",
        to: "return JSON.stringify(value) ?? String(value);\n  } catch (error) {\n    if (error) throw error;",
      },
    ],
  },
  {
    what: "a withdrawal names cookies that are no tokens",
    undo: [{ file: "core/identity/withdrawal.ts", from: "NAME_TOKEN.test(name) && ", to: "" }],
  },
  {
    what: "a withdrawal leaves no marker",
    undo: [
      {
        file: "core/identity/withdrawal.ts",
        from: '{ write: "server", name: WITHDRAWN, value: "1", isLasting: true },',
        to: "",
      },
    ],
  },
  {
    what: "who denies is kept",
    undo: [
      {
        file: "core/identity/plan.ts",
        from: 'if (identity === "expire") return { isAnybodyGone: false, changes: forget(cookies) };',
        to: "",
      },
    ],
  },
  {
    what: "a stripped event keeps the address",
    undo: [
      {
        file: "core/relay/anonymous.ts",
        from: "context: { ...context, clientIp: undefined, geo: undefined }",
        to: "context",
      },
    ],
  },
  {
    what: "a stripped event keeps its cookies",
    undo: [
      {
        file: "core/relay/anonymous.ts",
        from: "/^(?:cookie|x-forwarded-for",
        to: "/^(?:x-forwarded-for",
      },
    ],
  },
  {
    what: "of what cannot be looked into the rest goes up",
    undo: [
      {
        file: "core/relay/strip-events.ts",
        from: "!(isFields(value) && prune(value, below))",
        to: "isFields(value) && !prune(value, below)",
      },
    ],
  },
  {
    what: "a refused event goes up",
    undo: [{ file: "core/relay/relay.ts", from: 'relay === "refuse" && mayTell', to: "(false as boolean)" }],
  },
  {
    what: "names of a query are compared as sent",
    undo: [
      {
        file: "core/privacy/strip-query.ts",
        from: 'names.has(parameter(part)[0] ?? "")',
        to: 'names.has(part.split("=")[0] ?? "")',
      },
    ],
  },
  {
    what: "a key passes on any host",
    undo: [
      { file: "core/vendor-keys.ts", from: "coversHost(domain, host)) !== false", to: "domain !== host) !== false" },
    ],
  },
  {
    what: "of several keys the last counts",
    undo: [
      {
        file: "core/relay/keys.ts",
        from: "if (key === undefined || !mayPass(key, exchange.site.host)) return undefined;",
        to: "if (key === undefined || !mayPass(key, exchange.site.host)) { keys.length = 0; continue; }",
      },
    ],
  },
  {
    what: "data that cannot be read counts as none",
    undo: [
      {
        file: "core/relay/keys.ts",
        from: "return readable.length === 0 ? UNREADABLE : readable.flat();",
        to: "return readable.flat();",
      },
    ],
  },
  {
    what: "an address goes up whole",
    undo: [
      {
        file: "core/relay/client-address.ts",
        from: 'return mode === "forward" || address === undefined ? address : anonymised(address);',
        to: "return address;",
      },
    ],
  },
  {
    what: "a long URL is served",
    undo: [
      {
        file: "core/paths.ts",
        from: 'if (url.length - start > maxBytes) throw new FirstPartyError("url_too_long");',
        to: "",
      },
    ],
  },
  {
    what: "a vendor that is off restores",
    undo: [
      { file: "core/identity/service.ts", from: "settings.disabled.has(vendor.id) &&", to: "(false as boolean) &&" },
    ],
  },
  {
    what: "an event restores",
    undo: [
      {
        file: "core/identity/changes.ts",
        from: "if (!isPresent(group, cookies)) return isGone ? clearCarried(group, cookies) : [];",
        to: "if (!isPresent(group, cookies)) return isGone ? clearCarried(group, cookies) : restore(group, cookies);",
      },
    ],
  },
  {
    what: "an event writes twins that are right",
    undo: [
      {
        file: "core/identity/changes.ts",
        from: "return isGone || changes.some(isNew)",
        to: "return true",
      },
    ],
  },
  {
    what: "any memory of a log-out is the new person's",
    undo: [{ file: "core/identity/reset.ts", from: "&& !known.includes(mark)", to: "&& known.length === 0" }],
  },
  {
    what: "the memory of a log-out names one person for all groups",
    undo: [{ file: "core/identity/reset.ts", from: 'named.join(".")', to: "named[0]" }],
  },
  {
    what: "the memory of a log-out forgets whose cookies are lost",
    undo: [
      {
        file: "core/identity/reset.ts",
        from: 'known.filter((mark) => mark === markOf(group, "server", cookies))',
        to: "[]",
      },
    ],
  },
  {
    what: "a stranger's event makes twins",
    undo: [{ file: "core/relay/identify.ts", from: "|| !mayChangeCookies(exchange, settings)", to: "" }],
  },
  {
    what: "a Cookie header that is too long is read for its twins",
    undo: [{ file: "core/relay/said.ts", from: "header === null || header.length <= headerBytes", to: "true" }],
  },
  {
    what: "the vendor's twin beside ours",
    undo: [
      {
        file: "core/relay/identify.ts",
        from: "changes.filter(({ name }) => theirs.every((line) => name !== nameOf(line)))",
        to: "changes",
      },
    ],
  },
  {
    what: "settings of nobody are for everybody",
    undo: [
      { file: "core/relay/relay.ts", from: 'route.identity !== undefined && !isEvent ? "kept" : false', to: "false" },
    ],
  },
  {
    what: "a script that renews is for everybody",
    undo: [{ file: "core/relay/client-answer.ts", from: " && plan.route.identity === undefined", to: "" }],
  },
  {
    what: "rewriting: a field's address counts by its first letters",
    undo: [
      {
        file: "core/relay/rewrite-json.ts",
        from: "value.startsWith(`${each}/`)",
        to: "value.startsWith(each)",
      },
    ],
  },
  {
    what: "rewriting: Host names the service, whatever publicHost says",
    undo: [
      {
        file: "core/relay/rewrite-json.ts",
        from: 'return publicHost ?? (request.host ?? "").toLowerCase();',
        to: 'return (request.host ?? publicHost ?? "").toLowerCase();',
      },
    ],
  },
  {
    what: "rewriting: any Host gets into caches",
    undo: [
      {
        file: "core/relay/client-answer.ts",
        from: "plan.rewrite === undefined || isVouchedFor(exchange, settings)",
        to: "isVouchedFor(exchange, { ...settings, publicHost: exchange.site.host })",
      },
    ],
  },
  {
    what: "rewriting: errors are rewritten",
    undo: [{ file: "core/relay/rewrite-json.ts", from: "answer.status !== 200 || body === null", to: "body === null" }],
  },
  {
    what: "rewriting: a list passes for an object",
    undo: [
      {
        file: "core/relay/rewrite-json.ts",
        from: "  if (Array.isArray(value))\n    return name",
        to: '  if (Array.isArray(value) && name === "*")\n    return name',
      },
    ],
  },
  {
    what: "rewriting: an alias takes its own path up",
    undo: [
      { file: "core/relay/upstream-request.ts", from: "(plan.route.to ?? path.slice", to: "(path.slice" },
      { file: "core/relay/plan.ts", from: "basePath + (route.to ?? route.path", to: "basePath + (route.path" },
    ],
  },
  {
    what: "rewriting: HEAD keeps the vendor's length",
    undo: [{ file: "core/relay/client-answer.ts", from: 'delete headers["content-length"]', to: "void 0" }],
  },
  {
    what: "keys: what cannot be looked into names no key",
    undo: [{ file: "core/relay/said.ts", from: "return UNREADABLE;", to: "return [];" }],
  },
  {
    what: "a stranger's page asks as the visitor",
    undo: [{ file: "core/relay/relay.ts", from: " && mayChangeCookies(sent, settings)", to: "" }],
  },
  {
    what: "a vendor's cookie is sent along with other sites' requests",
    undo: [
      {
        file: "core/relay/vendor-cookies.ts",
        from: 'attribute.replace(FOR_ALL_SITES, "SameSite=Lax")',
        to: "attribute",
      },
    ],
  },
  {
    what: "the site's own password goes up",
    undo: [
      {
        file: "core/relay/upstream-request.ts",
        from: 'name === "authorization" ? forVendor(given) : given',
        to: "given",
      },
    ],
  },
  {
    what: "the beginning of a secret is enough",
    undo: [
      {
        file: "core/origin-verify.ts",
        from: "let difference = given.length ^ secret.length;",
        to: "let difference = 0;",
      },
      { file: "core/origin-verify.ts", from: "at < secret.length", to: "at < given.length" },
    ],
  },
  {
    what: "what came past what stands in front is served",
    undo: [{ file: "core/handler.ts", from: "settings.isThroughEdge?.(request) === false", to: "false" }],
  },
];
