/** One kind of request, as a browser on the site sends it. */
export interface Work {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type WorkName = "event" | "script" | "renew";

/** Of the size of Hightouch's lazy chunks. */
export const SCRIPT_BYTES = 60_000;

/** The site's own session is among the cookies, as it always is: a relay has to read past it. */
const COOKIES =
  "htjs_anonymous_id=3d0ad2ba-6ff0-4a5b-9b0e-6a3c2c1f7e55; htjs_user_id=user-184467; session=s%3Ab2f1c7a09d5e4c6f8a1b.Zk3x";

const BROWSER_HEADERS = {
  // So spelt that wrk replaces its own and does not send two.
  Host: "www.example.com",
  "user-agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
  accept: "*/*",
  "accept-language": "en-GB,en;q=0.9,de;q=0.8",
  "accept-encoding": "gzip, deflate, br",
  referer: "https://www.example.com/shop/shoes?utm_source=newsletter",
  cookie: COOKIES,
  "sec-fetch-site": "same-origin",
  "sec-fetch-mode": "cors",
  "sec-fetch-dest": "empty",
};

const POST_HEADERS = { ...BROWSER_HEADERS, origin: "https://www.example.com", "content-type": "text/plain" };

/** `messageId` varies in the delivery check, so that an old body cannot pass for a new one. */
export function event(messageId: string): string {
  return JSON.stringify({
    type: "track",
    event: "Product Viewed",
    messageId,
    anonymousId: "3d0ad2ba-6ff0-4a5b-9b0e-6a3c2c1f7e55",
    userId: "user-184467",
    timestamp: "2026-11-22T09:30:00.000Z",
    properties: { sku: "SH-2210", price: 89.9, currency: "EUR", category: "Shoes" },
    context: {
      page: { path: "/shop/shoes", url: "https://www.example.com/shop/shoes", title: "Shoes", referrer: "" },
      library: { name: "events-sdk-js", version: "1.5.1" },
      locale: "en-GB",
      timezone: "Europe/Berlin",
    },
    writeKey: "a1b2c3",
    sentAt: "2026-11-22T09:30:00.120Z",
  });
}

export const WORK: Readonly<Record<WorkName, Work>> = {
  event: { method: "POST", path: "/ht/v1/track", headers: POST_HEADERS, body: event("ajs-next-0000000000000000") },
  script: { method: "GET", path: "/ht/browser/release/v1.5.1/events.min.js", headers: BROWSER_HEADERS, body: "" },
  renew: {
    method: "POST",
    path: "/ht/renew",
    headers: { ...POST_HEADERS, "content-type": "application/json" },
    body: JSON.stringify({ sentAt: "2026-11-22T09:30:00.120Z" }),
  },
};
