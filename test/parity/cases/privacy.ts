import type { Headers, ParityCase, Received, SiteName } from "../case.ts";
import { decodedQuery, splitQuery } from "./query-gaps.ts";

const EVENT = '{"messageId":"1"}';
const PHONE =
  "Mozilla/5.0 (Linux; Android 13; SM-S908B Build/TP1A.220624.014) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/116.0.5845.163 Mobile Safari/537.36";
const PAGE = "https://www.shop.example/reset?a=1&email=me%40home.example&reset+token=t0ken&b=%7e";
const hidden = { "hides the connection": "it shows a handler no connection, so the vendor is told no address" };

function told(
  name: string,
  site: SiteName,
  headers: Headers,
  received: Received,
  more: Pick<ParityCase, "why" | "gaps"> = {},
): ParityCase {
  return {
    name,
    site,
    send: {
      method: "POST",
      path: "/acme/hit",
      headers: { "content-type": "application/json", ...headers },
      body: EVENT,
    },
    vendor: { body: "{}" },
    received: { body: EVENT, ...received },
    answer: { status: 200 },
    ...more,
  };
}

const arrivesAs = (address: string, as: string | null) =>
  told(
    as === null
      ? `privacy: of ${address}, which is no address, nothing is told`
      : `privacy: the address ${address} is told as ${as}`,
    "private",
    { "x-edge-address": address },
    { headers: { "x-forwarded-for": as, "x-edge-address": null } },
  );

/** What of a visitor goes up, where the operator has asked for less or for more. The body is never one of it. */
export const privacyCases: readonly ParityCase[] = [
  arrivesAs("203.0.113.77", "203.0.113.0"),
  arrivesAs("2001:DB8:a1:2::7", "2001:db8:a1::"),
  arrivesAs("::ffff:203.0.113.77", "203.0.113.0"),
  arrivesAs("::FFFF:cb00:714d", "203.0.113.0"),
  arrivesAs("[2001:db8::7]:51234", "2001:db8::"),
  arrivesAs("fe80::1%eth0", null),
  arrivesAs("203.0.113.777", null),
  told(
    "privacy: the connection's own address is anonymised as well",
    "private",
    {},
    { headers: { "x-forwarded-for": "127.0.0.0" } },
    { gaps: hidden },
  ),
  told(
    "privacy: a dropped address is told in no header, whatever the client writes",
    "dropping",
    { "x-forwarded-for": "6.6.6.6", forwarded: "for=6.6.6.6", "x-real-ip": "6.6.6.6" },
    { headers: { "x-forwarded-for": null, forwarded: null, "x-real-ip": null } },
  ),
  told(
    "privacy: a coarse User-Agent names browser, major version and kind of device",
    "private",
    { "user-agent": PHONE },
    {
      headers: {
        "user-agent":
          "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/116.0.0.0 Mobile Safari/537.36",
      },
    },
    { why: "Chromium's own reduction, for the browsers that have none" },
  ),
  told(
    "privacy: a User-Agent of which nothing is left is as if none was sent",
    "private",
    { "user-agent": "SM-S908B" },
    { headers: { "user-agent": "firstparty" } },
  ),
  told(
    "privacy: of the client hints that a route names, coarse ones go up and others stay",
    "private",
    {
      "sec-ch-ua": '"Chromium";v="116"',
      "sec-ch-ua-mobile": "?1",
      "sec-ch-ua-platform": '"Android"',
      "sec-ch-ua-model": '"SM-S908B"',
      "sec-ch-ua-full-version-list": '"Chromium";v="116.0.5845.163"',
      "device-memory": "8",
    },
    {
      headers: {
        "sec-ch-ua": '"Chromium";v="116"',
        "sec-ch-ua-mobile": "?1",
        "sec-ch-ua-platform": '"Android"',
        "sec-ch-ua-model": null,
        "sec-ch-ua-full-version-list": null,
        "device-memory": null,
      },
    },
  ),
  told(
    "without privacy, User-Agent, client hints and Referer of a route that names them go up as sent",
    "shop",
    {
      "user-agent": PHONE,
      "sec-ch-ua-model": '"SM-S908B"',
      "device-memory": "8",
      referer: PAGE,
      "x-geo-country": "DE",
    },
    {
      headers: {
        "user-agent": PHONE,
        "sec-ch-ua-model": '"SM-S908B"',
        "device-memory": "8",
        referer: PAGE,
        "x-geo-country": "DE",
      },
    },
  ),
  told(
    "privacy: a Referer loses the parameters that are stripped",
    "private",
    { referer: PAGE },
    { headers: { referer: "https://www.shop.example/reset?a=1&b=%7e" } },
  ),
  told(
    "privacy: a dropped Referer does not go up, though the route names it",
    "dropping",
    { referer: PAGE },
    { headers: { referer: null } },
  ),
  told(
    "privacy: of a Referer nothing but the origin goes up",
    "originOnly",
    { referer: PAGE },
    { headers: { referer: "https://www.shop.example/" } },
  ),
  told(
    "privacy: a Referer that names no site does not go up",
    "originOnly",
    { referer: "about:client?email=me" },
    { headers: { referer: null } },
  ),
  {
    name: "privacy: stripped parameters do not go up, all others do",
    site: "private",
    send: { path: "/acme/hit?a=1&email=me%40home.example&b=2&email=again&reset%20token=t0ken" },
    vendor: { body: "{}" },
    received: { url: "/hit?a=1&b=2" },
    answer: { status: 200 },
  },
  {
    name: "privacy: what is left of a query is left byte for byte",
    site: "private",
    send: { path: "/acme/hit?a=%2F..%2F&&em%61il=x&b=a+b%2Bc&reset+token=x&empty=&x&u=https://evil.example/?email=y" },
    vendor: { body: "{}" },
    received: { url: "/hit?a=%2F..%2F&&b=a+b%2Bc&empty=&x&u=https://evil.example/?email=y" },
    answer: { status: 200 },
    gaps: { ...decodedQuery, ...splitQuery, next: "Next parses every query and writes it out anew" },
  },
  {
    name: "privacy: a query that is empty afterwards goes up as none",
    site: "private",
    send: { path: "/acme/hit?email=me" },
    vendor: { body: "{}" },
    received: { url: "/hit" },
    answer: { status: 200 },
  },
  told(
    "privacy: a client's own word for where it is does not stand in for the platform's",
    "private",
    { "x-geo-country": "XK", "x-geo-region": "666", "x-geo-city": "Hell" },
    { headers: { "x-geo-country": null, "x-geo-region": null, "x-geo-city": null } },
  ),
];
