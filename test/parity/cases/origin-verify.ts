import type { ParityCase } from "../case.ts";

const [secret, next] = ["0123456789abcdef", "the-next-one-0123"];
const event = { method: "POST", path: "/ht/v1/track", body: '{"messageId":"1"}' };
const renew = { method: "POST", path: "/ht/renew", headers: { cookie: "htjs_anonymous_id=a" } };
const refused = { status: 403, code: "not_through_edge", headers: { "access-control-allow-origin": null } } as const;

/** The config has `originVerify`: whoever finds the platform's own address finds nothing behind it. */
export const originVerifyCases: readonly ParityCase[] = [
  ...(
    [
      ["an event", event],
      ["a renew", renew],
      ["an SDK file", { path: "/ht/browser/release/v1-latest/events.min.js" }],
      ["a path of no vendor", { path: "/ht/nothing" }],
    ] as const
  ).map(([what, send]): ParityCase => ({
    name: `originVerify: ${what} that came past what stands in front is refused`,
    site: "verified",
    send,
    vendor: null,
    answer: refused,
  })),
  {
    name: "originVerify: a preflight likewise, and nobody may read the answer",
    site: "verified",
    send: {
      method: "OPTIONS",
      path: "/ht/v1/track",
      headers: { origin: "https://shop.example.org", "access-control-request-method": "POST" },
    },
    vendor: null,
    answer: refused,
  },
  ...[
    "",
    secret.slice(1),
    `${secret}f`,
    secret.toUpperCase(),
    `${secret}, ${secret}`,
    "x-edge-secret",
    "0123456789abcdeg",
  ].map((given): ParityCase => ({
    name: `originVerify: ${JSON.stringify(given)} is none of the secrets`,
    site: "verified",
    send: { ...event, headers: { "x-edge-secret": given } },
    vendor: null,
    answer: refused,
  })),
  ...[secret, next].map((given): ParityCase => ({
    name: `originVerify: what has the secret ${given} is served, and the vendor is not told it`,
    why: "two secrets count while one is replaced",
    site: "verified",
    send: { ...event, headers: { "x-edge-secret": given } },
    vendor: { body: "{}" },
    received: { headers: { "x-edge-secret": null } },
    answer: { status: 200 },
  })),
];
