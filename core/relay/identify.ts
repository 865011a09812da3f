import { mayChangeCookies } from "../callers.ts";
import type { ConsentEffect } from "../consent/consent-types.ts";
import type { RequestCookies } from "../cookie-header.ts";
import type { Exchange } from "../endpoint.ts";
import { type IdentityPlan, identityPlanner } from "../identity/plan.ts";
import { toSetCookies } from "../identity/set-cookie.ts";
import type { Settings } from "../options.ts";
import type { Answer, RelayRoute, Vendor } from "../types.ts";
import type { Said } from "./said.ts";
import { personFinder } from "./twins.ts";

/** A request by which the visitor's identity may change. */
export interface Visit {
  readonly cookies: RequestCookies;
  /** Its answer, with what that does to the identity; `identity`: what consent lets happen; `keys`: those that the request names. */
  answered(answer: Answer, identity: ConsentEffect["identity"], keys?: readonly string[]): Answer;
}

/**
 * Finds out whether a request may change the identity; undefined for a route that has nothing to do with it. The relay refuses nobody: who
 * may not, and whose Cookie header is longer than `limits.headerBytes`, is answered as ever, with no cookie of ours.
 */
export function visitFinder(
  vendor: Vendor,
  route: RelayRoute,
  settings: Settings,
): ((exchange: Exchange, said: Said) => Visit | undefined) | undefined {
  if (route.identity === undefined) return undefined;
  const plan = identityPlanner(vendor, route.identity, settings);
  // What mirrors restores nobody, whoever is named.
  const findPersons = route.identity === "renew" ? personFinder(vendor, route) : () => [];
  return (exchange, said) => {
    // What is written comes of a cookie that was sent.
    if (exchange.request.header("cookie") === null || !mayChangeCookies(exchange, settings)) return undefined;
    const cookies = said.cookies();
    if (cookies === undefined) return undefined;
    return {
      cookies,
      answered(answer, identity, keys) {
        const isNamed = findPersons(exchange, said).length > 0;
        const planned = plan(cookies, identity, exchange.site.host, { isNamed, keys });
        if (planned.changes.length === 0) return answer;
        return { ...answer, setCookies: joined(answer.setCookies, planned, exchange, settings) };
      },
    };
  };
}

/**
 * Of one name there is one. The vendor's, which knows better how long its own server cookie lives, and says nobody else than is there; but
 * after a log-out it was asked with the old person's.
 */
function joined(
  vendors: readonly string[],
  { changes, isAnybodyGone }: IdentityPlan,
  { site }: Exchange,
  { maxAgeSeconds }: Settings,
): string[] {
  const nameOf = (line: string) => line.slice(0, line.indexOf("="));
  const theirs = isAnybodyGone ? vendors.filter((line) => changes.every(({ name }) => name !== nameOf(line))) : vendors;
  const ours = changes.filter(({ name }) => theirs.every((line) => name !== nameOf(line)));
  return [...theirs, ...toSetCookies(ours, site, maxAgeSeconds)];
}
