import { checkKeys, list, mistake, oneOf } from "./mistakes.ts";
import type { Privacy } from "./types.ts";

export interface PrivacySettings {
  readonly clientAddress: NonNullable<Privacy["clientAddress"]>;
  readonly userAgent: NonNullable<Privacy["userAgent"]>;
  readonly stripQuery: ReadonlySet<string>;
  readonly referer: NonNullable<Privacy["referer"]>;
  /** Header name by what it tells. */
  readonly geo: NonNullable<Privacy["geo"]>;
}

export function privacySettings(value: Privacy = {}): PrivacySettings {
  checkKeys("privacy", value, ["clientAddress", "userAgent", "stripQuery", "referer", "geo"]);
  const { clientAddress = "forward", userAgent = "forward", stripQuery = [], referer = "forward", geo = {} } = value;
  for (const name of list("privacy.stripQuery", stripQuery)) {
    if (typeof name !== "string" || name === "")
      throw mistake("privacy.stripQuery", "must name query parameters", name);
  }
  checkKeys("privacy.geo", geo, ["country", "region", "city"]);
  for (const [field, header] of Object.entries(geo)) {
    if (!/^x-[a-z0-9-]+$/.test(header) || header === "x-forwarded-for")
      throw mistake(`privacy.geo.${field}`, 'must be a lower-case header name such as "x-geo-country"', header);
  }
  return {
    clientAddress: oneOf("privacy.clientAddress", clientAddress, ["forward", "anonymise", "drop"]),
    userAgent: oneOf("privacy.userAgent", userAgent, ["forward", "coarsen"]),
    stripQuery: new Set(stripQuery),
    referer: oneOf("privacy.referer", referer, ["forward", "origin", "drop"]),
    geo,
  };
}
