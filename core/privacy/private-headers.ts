import type { Geo } from "../consent/consent-types.ts";
import type { PrivacySettings } from "./options.ts";
import type { PlatformContext, RelayRoute } from "../types.ts";
import { coarseAgent } from "./coarse-agent.ts";
import { strippedUrl } from "./strip-query.ts";

/** Client hints, those of today and those from before they had a prefix, but for the three that a browser sends unasked. */
const HIGH_ENTROPY =
  /^(?:sec-ch-(?!ua(?:-mobile|-platform)?$)|(?:device-memory|downlink|dpr|ect|rtt|viewport-width|width)$)/;

/** The route's request headers that go up under these settings. A client's own word for where it is never stands in for the platform's. */
export function headersUp(
  { requestHeaders }: RelayRoute,
  { userAgent, referer, geo }: PrivacySettings,
): readonly string[] {
  return requestHeaders.filter(
    (name) =>
      !(userAgent === "coarsen" && HIGH_ENTROPY.test(name)) &&
      !(referer === "drop" && name === "referer") &&
      !geo.some(([, header]) => header === name),
  );
}

/** Coarsens, strips and adds as the operator has asked, in the headers that are about to go up. */
export function makePrivate(headers: Record<string, string>, privacy: PrivacySettings, context: PlatformContext): void {
  const { "user-agent": agent, referer } = headers;
  // Where nothing of it is left it is as if none was sent.
  if (privacy.userAgent === "coarsen" && agent) headers["user-agent"] = coarseAgent(agent) || "firstparty";
  if (referer !== undefined && privacy.referer === "origin") {
    delete headers["referer"];
    // As browsers write it: an origin, and the path "/".
    if (/^https?:/i.test(referer) && URL.canParse(referer)) headers["referer"] = `${new URL(referer).origin}/`;
  } else if (referer !== undefined && privacy.stripQuery.size > 0) {
    headers["referer"] = strippedUrl(referer, privacy.stripQuery);
  }
  if (privacy.geo.length === 0) return;
  const place = context.geo;
  for (const [field, header] of privacy.geo) {
    const value = place?.[field];
    // A header holds ASCII: a city is percent-encoded, as Vercel writes it, "M%C3%BCnchen", "New%20York". The other two never need it.
    if (typeof value === "string" && PLACES[field].test(value)) headers[header] = encodeURIComponent(value);
  }
}

/** What a place may look like. XX is no country, T1 (Tor) has a digit; half a surrogate pair could not be encoded. */
const PLACES: Readonly<Record<keyof Geo, RegExp>> = {
  country: /^(?!XX)[A-Z]{2}$/,
  region: /^[A-Z0-9]{1,3}$/,
  city: /^[^\p{Cc}\p{Cs}]{1,100}$/u,
};
