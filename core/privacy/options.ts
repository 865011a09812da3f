import { checkKeys, isText, list, mistake, oneOf } from "../mistakes.ts";
import type { Geo } from "../consent/consent-types.ts";
import type { Privacy } from "../types.ts";

export interface PrivacySettings {
  readonly clientAddress: NonNullable<Privacy["clientAddress"]>;
  readonly userAgent: NonNullable<Privacy["userAgent"]>;
  readonly stripQuery: ReadonlySet<string>;
  readonly referer: NonNullable<Privacy["referer"]>;
  /** What is told, and in which header. */
  readonly geo: readonly (readonly [field: keyof Geo, header: string])[];
}

export function privacySettings(value: Privacy = {}): PrivacySettings {
  checkKeys("privacy", value, ["clientAddress", "userAgent", "stripQuery", "referer", "geo"]);
  const { clientAddress = "forward", userAgent = "forward", stripQuery = [], referer = "forward", geo = {} } = value;
  for (const name of list("privacy.stripQuery", stripQuery)) {
    if (typeof name !== "string" || name === "")
      throw mistake("privacy.stripQuery", "must name query parameters", name);
  }
  checkKeys("privacy.geo", geo, ["country", "region", "city"]);
  const places = Object.entries(geo).filter((place): place is [keyof Geo, string] => place[1] !== undefined);
  for (const [index, [field, header]] of places.entries()) {
    if (!isText(header, /^x-[a-z0-9-]+$/) || header === "x-forwarded-for")
      throw mistake(`privacy.geo.${field}`, 'must be a lower-case header name such as "x-geo-country"', header);
    if (places.slice(0, index).some(([, other]) => other === header))
      throw mistake(`privacy.geo.${field}`, "must have a header of its own", header);
  }
  return {
    clientAddress: oneOf("privacy.clientAddress", clientAddress, ["forward", "anonymise", "drop"]),
    userAgent: oneOf("privacy.userAgent", userAgent, ["forward", "coarsen"]),
    stripQuery: new Set(stripQuery),
    referer: oneOf("privacy.referer", referer, ["forward", "origin", "drop"]),
    geo: places,
  };
}
