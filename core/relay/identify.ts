import { mayChangeCookies } from "../callers.ts";
import type { ConsentEffect } from "../consent/consent-types.ts";
import { parseCookieHeader, type RequestCookies } from "../cookie-header.ts";
import type { Exchange } from "../endpoint.ts";
import { type IdentityPlan, identityPlanner } from "../identity/plan.ts";
import { toSetCookies } from "../identity/set-cookie.ts";
import type { Settings } from "../options.ts";
import type { Answer, RelayRoute, Vendor } from "../types.ts";
import { personFinder } from "./twins-up.ts";

/** A request by which the visitor's identity may change. */
export interface Visit {
  readonly cookies: RequestCookies;
  /** Its answer, with what that does to the identity; `identity`: what consent lets happen. */
  answered(answer: Answer, identity: ConsentEffect["identity"]): Answer;
}

/**
 * Finds out whether a request may change the identity; undefined for a route that has nothing to do with it. The relay refuses nobody: who
 * may not, and whose Cookie header is longer than `limits.headerBytes`, is answered as ever, with no cookie of ours.
 */
export function visitFinder(
  vendor: Vendor,
  route: RelayRoute,
  settings: Settings,
): ((exchange: Exchange) => Visit | undefined) | undefined {
  if (route.identity === undefined) return undefined;
  const plan = identityPlanner(vendor, route.identity, settings);
  const findPersons = personFinder(vendor, route);
  return (exchange) => {
    const header = exchange.request.header("cookie");
    // What is written comes of a cookie that was sent.
    if (header === null || header.length > settings.headerBytes || !mayChangeCookies(exchange, settings))
      return undefined;
    const cookies = parseCookieHeader(header);
    return {
      cookies,
      answered(answer, identity) {
        // A body is a collect route's, which restores nobody.
        const isNamed = findPersons(exchange, null).length > 0;
        const planned = plan(cookies, identity, exchange.site.host, isNamed);
        if (planned.changes.length === 0) return answer;
        return { ...answer, setCookies: joined(answer.setCookies, planned, exchange, settings) };
      },
    };
  };
}

/**
 * Of one name there is one. The vendor's, which knows better where it writes its own server cookie; but after a log-out it was asked with the
 * old person's.
 */
function joined(
  vendors: readonly string[],
  { changes, isReset }: IdentityPlan,
  { site }: Exchange,
  { maxAgeSeconds }: Settings,
): string[] {
  const nameOf = (line: string) => line.slice(0, line.indexOf("="));
  const theirs = isReset ? vendors.filter((line) => changes.every(({ name }) => name !== nameOf(line))) : vendors;
  const ours = changes.filter(({ name }) => theirs.every((line) => name !== nameOf(line)));
  return [...theirs, ...toSetCookies(ours, site, maxAgeSeconds)];
}
