import { namePattern } from "../cookie-names.ts";
import type { RequestCookies } from "../cookie-header.ts";
import type { Exchange } from "../endpoint.ts";
import { percentDecoded, valuesInQuery } from "../form-decoding.ts";
import { wasReset } from "../identity/changes.ts";
import type { Bytes, PersonPlace, RelayRoute, Vendor } from "../types.ts";

import { fieldsAnywhere } from "./body-keys.ts";

/** Whom a request names; undefined for what stands in such a place and cannot be read as somebody. */
type Persons = readonly (string | undefined)[];

/** Finds whom a request names by itself, apart from its cookies. */
export type FindPersons = (exchange: Exchange, body: Bytes | null) => Persons;

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
): ((exchange: Exchange, body: Bytes | null, cookies: RequestCookies) => MayGoUp) | undefined {
  if (route.cookiesUp === undefined) return undefined;
  const pairs = (vendor.identity ?? [])
    .flat()
    .map(({ browser, server }) => ({ browser: namePattern(browser), server: namePattern(server) }));
  const findPersons = personFinder(vendor, route);
  return (exchange, body, cookies) => {
    let persons: Persons | undefined;
    return (name, value) => {
      for (const { browser, server } of pairs) {
        const star = server.starOf(name);
        if (star === undefined) continue;
        const known = cookies.all(browser.fill(star));
        if (known.some((each) => each !== value)) return false;
        if (known.length === 0 && wasReset(vendor.id, cookies)) return false;
        persons ??= findPersons(exchange, body);
        if (persons.some((each) => each !== value)) return false;
      }
      return true;
    };
  };
}

/** Made once, at setup, for the places that the route names. */
export function personFinder({ path: mount }: Vendor, { path, personIn = [] }: RelayRoute): FindPersons {
  const finders = personIn.map((place) => finder(place, mount + path));
  return (exchange, body) => finders.flatMap((find) => find(exchange, body));
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
      return (_, body) => (body === null || body.byteLength === 0 ? [] : fieldsAnywhere(body, place.name));
  }
}
