import type { ParityCase, Sent, SiteName } from "../case.ts";

const EVENT = '{"messageId":"1"}';
const replaced = "the platform puts its own X-Forwarded-For in place of what came in, so no hop can be counted";

function arrivesFrom(
  name: string,
  site: SiteName,
  { headers = {}, clientIp }: Pick<Sent, "headers" | "clientIp">,
  address: string | null,
  more: Pick<ParityCase, "why" | "gaps"> = {},
): ParityCase {
  return {
    name,
    site,
    ...more,
    send: {
      method: "POST",
      path: "/ht/v1/track",
      headers: { "content-type": "application/json", ...headers },
      body: EVENT,
      ...(clientIp === undefined ? {} : { clientIp }),
    },
    vendor: { body: "{}" },
    received: { headers: { "x-forwarded-for": address, forwarded: null, "x-real-ip": null } },
    answer: { status: 200 },
  };
}

const hidden = "it shows a handler no connection: where no proxy says who it is, the vendor is told no address";
const direct = { "hides the connection": hidden };
/** The vendor is told the address that the web server of one's own saw. */
const itsOwn = (why: string) => ({ why, instead: { received: { headers: { "x-forwarded-for": "127.0.0.1" } } } });
const anew = itsOwn("Caddy writes X-Forwarded-For anew, unless `trusted_proxies` names who stands in front of it");
const byCaddy = { "node behind caddy": anew };
const behindProxies = { "replaces X-Forwarded-For": replaced, ...byCaddy };

/** Whose address the vendor is told. The client's own words never count, those of the operator's proxies do where they are named. */
export const addressCases: readonly ParityCase[] = [
  arrivesFrom("the vendor is told the client's IPv4 address", "shop", { clientIp: "127.7.8.9" }, "127.7.8.9", {
    gaps: direct,
  }),
  arrivesFrom("the vendor is told the client's IPv6 address", "shop", { clientIp: "::1" }, "::1", { gaps: direct }),
  arrivesFrom(
    "an IPv4 address that a dual-stack server shows in IPv6 is told as IPv4",
    "shop",
    { clientIp: "::ffff:127.7.8.9" },
    "127.7.8.9",
    { why: "RFC 4291 2.5.5.2; vendors' geography knows no ::ffff:", gaps: direct },
  ),
  arrivesFrom(
    "what a client writes about its own address is not believed",
    "shop",
    {
      headers: {
        "x-forwarded-for": "6.6.6.6",
        forwarded: "for=6.6.6.6",
        "x-real-ip": "6.6.6.6",
        "true-client-ip": "6.6.6.6",
        "x-client-ip": "6.6.6.6",
        "cloudfront-viewer-address": "6.6.6.6:1",
      },
    },
    "127.0.0.1",
    { gaps: direct },
  ),
  arrivesFrom(
    "trustedHops: behind one proxy it is the entry that this one wrote, the last",
    "behindOneProxy",
    { headers: { "x-forwarded-for": "6.6.6.6, 203.0.113.7" } },
    "203.0.113.7",
    { gaps: behindProxies },
  ),
  arrivesFrom(
    "trustedHops: behind two proxies it is the one before the last",
    "behindTwoProxies",
    { headers: { "x-forwarded-for": "6.6.6.6,2001:db8::7, 198.51.100.2" } },
    "2001:db8::7",
    { gaps: behindProxies },
  ),
  arrivesFrom(
    "trustedHops: a request that came by fewer proxies counts from the first that is known",
    "behindTwoProxies",
    { clientIp: "127.7.8.9" },
    "127.7.8.9",
    { gaps: { "replaces X-Forwarded-For": replaced, ...direct } },
  ),
  arrivesFrom(
    "trustedHops: a port that a proxy wrote behind the address is not told",
    "behindOneProxy",
    { headers: { "x-forwarded-for": "6.6.6.6, 203.0.113.7:51234" } },
    "203.0.113.7",
    {
      why: "Azure's Application Gateway always writes it, AWS's load balancers where they are told to",
      gaps: behindProxies,
    },
  ),
  arrivesFrom(
    "trustedHops: an IPv6 address with a port stands in brackets, and is told without either",
    "behindOneProxy",
    { headers: { "x-forwarded-for": "6.6.6.6, [2001:db8::7]:51234" } },
    "2001:db8::7",
    { gaps: behindProxies },
  ),
  arrivesFrom(
    "trustedHops: what is no address is not told",
    "behindOneProxy",
    { headers: { "x-forwarded-for": "203.0.113.7, unknown" } },
    null,
    { gaps: byCaddy },
  ),
  arrivesFrom(
    "clientIpHeader: it is what the CDN says, without the port",
    "behindCdn",
    { headers: { "cloudfront-viewer-address": "203.0.113.7:46532", "x-forwarded-for": "6.6.6.6" } },
    "203.0.113.7",
  ),
  arrivesFrom(
    "clientIpHeader: an IPv6 address likewise, which CloudFront writes without brackets",
    "behindCdn",
    { headers: { "cloudfront-viewer-address": "2001:db8::7:46532" } },
    "2001:db8::7",
  ),
  arrivesFrom(
    "clientIpHeader: a request that did not come by the CDN counts as the platform has it",
    "behindCdn",
    { clientIp: "127.7.8.9", headers: { "x-forwarded-for": "6.6.6.6" } },
    "127.7.8.9",
    {
      gaps: {
        ...direct,
        "behind a web server": itsOwn(
          "`clientIpHeader` and `trustedHops` exclude each other: without the CDN's header it is the web server in front that is told",
        ),
      },
    },
  ),
];
