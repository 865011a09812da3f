import { namePattern } from "../cookie-names.ts";
import type { Exchange } from "../endpoint.ts";
import { percentDecoded, valuesInQuery } from "../form-decoding.ts";
import { resetReader } from "../identity/reset.ts";
import type { PersonPlace, RelayRoute, Vendor } from "../types.ts";
import type { Values } from "./body-keys.ts";
import type { Said } from "./said.ts";

/** Finds whom a request names by itself, apart from its cookies; undefined for what cannot be read as somebody. */
export type FindPersons = (exchange: Exchange, said: Said) => Values;

/** Whether a cookie of this name and value may cross; true of what is no twin. */
export type MayCross = (exchange: Exchange, said: Said, name: string, value: string) => boolean;

/**
 * Holds twins back that would make a request, or the visitor, somebody else: one that disagrees with whom the request names, in a browser
 * cookie or in a place of `personIn`. Up, one of a visitor who was reset. Down, any where who is there could not be read: the vendor may go
 * by an address, or a cookie of its own, and the next loss would bring that person back.
 * A body is looked into only beside a twin that nothing else holds back.
 */
export function twinRule(vendor: Vendor, route: RelayRoute, way: "up" | "down"): MayCross {
  const groups = (vendor.identity ?? []).map((group) =>
    group.map(({ browser, server }) => ({ browser: namePattern(browser), server: namePattern(server) })),
  );
  const findPersons = personFinder(vendor, route);
  const resetOf = resetReader(vendor.id);
  return (exchange, said, name, value) =>
    groups.every((group) =>
      group.every(({ browser, server }) => {
        const star = server.starOf(name);
        if (star === undefined) return true;
        const cookies = said.cookies();
        if (cookies === undefined) return false;
        const known = cookies.all(browser.fill(star));
        if (known.some((each) => each !== value)) return false;
        if (way === "up" && known.length === 0) {
          const all = group.map((pair) => ({ browser: pair.browser.fill(star), server: pair.server.fill(star) }));
          if (resetOf(cookies)?.isGone(all, cookies)) return false;
        }
        return findPersons(exchange, said).every((each) => each === value);
      }),
    );
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
