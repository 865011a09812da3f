/** What a relay of events and scripts cannot do without; the floors copy these and judge nothing. */
export const REQUEST_HEADERS = [
  "accept",
  "accept-encoding",
  "accept-language",
  "authorization",
  "content-encoding",
  "content-type",
  "user-agent",
];

export const RESPONSE_HEADERS = [
  "cache-control",
  "content-encoding",
  "content-type",
  "etag",
  "expires",
  "last-modified",
  "retry-after",
  "vary",
];
