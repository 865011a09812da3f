import { namePattern } from "../cookie-names.ts";
import type { RequestCookies } from "../cookie-header.ts";
import type { Exchange } from "../endpoint.ts";
import { percentDecoded, valuesInQuery } from "../form-decoding.ts";
import { resetReader } from "../identity/reset.ts";
import type { PersonPlace, RelayRoute, Vendor } from "../types.ts";
import type { Values } from "./body-keys.ts";
import type { Said } from "./said.ts";

/** Finds whom a request names by itself, apart from its cookies; undefined for what cannot be read as somebody. */
export type FindPersons = (exchange: Exchange, said: Said) => Values;

/** Whether one of the visitor's cookies may go up. */
export type MayGoUp = (name: string, value: string) => boolean;

/**
 * Holds twins back that would make a request somebody else's: one that disagrees with whom the request names, in a browser cookie or in
 * a place of `personIn`, and one of a visitor who was reset. Undefined where no cookie goes up.
 * A body is looked into only beside a twin that nothing else holds back.
 */
export function twinRule(
  vendor: Vendor,
  route: RelayRoute,
): ((exchange: Exchange, said: Said, cookies: RequestCookies) => MayGoUp) | undefined {
  if (route.cookiesUp === undefined) return undefined;
  const pairs = twinPatterns(vendor);
  const findPersons = personFinder(vendor, route);
  const resetOf = resetReader(vendor.id);
  return (exchange, said, cookies) => {
    let persons: Values | undefined;
    return (name, value) => {
      for (const { browser, server } of pairs) {
        const star = server.starOf(name);
        if (star === undefined) continue;
        const known = cookies.all(browser.fill(star));
        if (known.some((each) => each !== value)) return false;
        if (known.length === 0 && resetOf(cookies)?.isGone([{ browser: name, server: name }], cookies)) return false;
        persons ??= findPersons(exchange, said);
        if (persons.some((each) => each !== value)) return false;
      }
      return true;
    };
  };
}

/**
 * Whether a twin that the vendor writes is of somebody else than the browser cookie that the request carries: it may go by an address, or a
 * cookie of its own, and the next loss would bring that person back.
 */
export function foreignTwinRule(vendor: Vendor): (name: string, value: string, cookies: RequestCookies) => boolean {
  const pairs = twinPatterns(vendor);
  return (name, value, cookies) =>
    pairs.some(({ browser, server }) => {
      const star = server.starOf(name);
      const known = star === undefined ? undefined : cookies.get(browser.fill(star));
      return known !== undefined && known !== value;
    });
}

function twinPatterns({ identity = [] }: Vendor) {
  return identity.flat().map(({ browser, server }) => ({ browser: namePattern(browser), server: namePattern(server) }));
}

/** Made once, at setup, for the places that the route names. */
export function personFinder({ path: mount }: Vendor, { path, personIn = [] }: RelayRoute): FindPersons {
  const finders = personIn.map((place) => finder(place, mount + path));
  return (exchange, said) => finders.flatMap((find) => find(exchange, said));
}

function finder(place: PersonPlace, pattern: string): FindPersons {
  switch (place.in) {
    case "path": {
      const index = pattern.split("/").indexOf(`:${place.name}`);
      const nobody = new Set(place.nobody);
      return ({ path }) => {
        const person = path.split("/")[index] ?? "";
        return nobody.has(person) ? [] : [percentDecoded(person)];
      };
    }
    case "query":
      return ({ search }) => valuesInQuery(search, place.name);
    case "body":
      return (_, said) => said.valuesIn(place);
  }
}
