import { type Attack, EVENT, HOST, RENEW, RENEWED } from "../attack.ts";

const call = (path: string, ...lines: readonly string[]) =>
  `POST ${path} HTTP/1.1\r\n${HOST}Cookie: htjs_user_id=u\r\n${lines.map((line) => `${line}\r\n`).join("")}Content-Length: 0\r\n\r\n`;

/** Header lines as only an attacker's own program writes them; what a browser can be made to send is in the parity table. */
const FORGED: readonly (readonly string[])[] = [
  ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-origin"],
  ["Sec-Fetch-Site: same-origin", "Sec-Fetch-Site: cross-site"],
  ["sec-fetch-site: cross-site", "SEC-FETCH-SITE: same-origin", "Origin: https://www.shop.example"],
  ["Sec-Fetch-Site: same-origin\t, cross-site"],
  ["Origin: https://evil.example", "Origin: https://www.shop.example"],
  ["Origin: https://www.shop.example", "Origin: https://evil.example"],
  ["Origin: https://www.shop.example https://evil.example"],
  ["Origin: https://evil.example\x00.shop.example"],
  ["Origin: https://evil.example%00.shop.example"],
  ["Origin: https://evil.example\xff.shop.example"],
  ["Origin:https://evil.example", "X-Origin: https://www.shop.example"],
  ["Origin: null", "Referer: https://www.shop.example/"],
];

export const forgeryAttacks: readonly Attack[] = [
  ...FORGED.flatMap((lines) =>
    ["/ht/renew", "/ht/clear"].map((path): Attack => ({
      name: `a forged call of ${path} (${JSON.stringify(lines.join(" | "))})`,
      why: "P15: the cookie service is for the site's own pages; one header in two lines must not be two answers",
      send: call(path, ...lines),
      answers: /^(?:400|403)?$/,
    })),
  ),
  {
    name: "Connection names the headers that the judgement rests on",
    why: "P24, hono 9ae98c94: a client that may delete headers deletes the one that condemns it",
    send: call(
      "/ht/renew",
      "Connection: sec-fetch-site, origin",
      "Sec-Fetch-Site: cross-site",
      "Origin: https://evil.example",
    ),
    answers: /^403$/,
  },
  {
    name: "Connection names what goes up",
    why: "P24, hono 9ae98c94",
    send: `${EVENT.replace("/track", "/named")}Connection: x-forwarded-for, authorization, content-type\r\nAuthorization: Basic a2V5Og==\r\nContent-Length: 2\r\n\r\n{}`,
    reaches: ["POST /v1/named {}"],
    answers: /^200$/,
  },
  {
    name: "cookies in two lines are one list, and neither becomes an attribute",
    why: "P1, P8: a Set-Cookie from a cookie's value",
    send: `${RENEW}Cookie: htjs_anonymous_id=a\x01; Domain=evil.example; Path=/x; HttpOnly=1\r\nContent-Length: 0\r\n\r\n`,
    answers: /^(?:200|400)?$/,
    never: /evil|\/x/,
  },
  {
    name: "a cookie with a raw line break",
    why: "P1: response splitting by what is echoed",
    send: `POST /ht/renew HTTP/1.1\r\n${HOST}Cookie: htjs_user_id=u\rSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n`,
    answers: /^(?:200|400)?$/,
    never: /set-cookie/i,
  },
  {
    name: "a twin that brings a line of its own",
    why: "P1: what is restored is written to script cookies as well",
    send: `POST /ht/renew HTTP/1.1\r\n${HOST}Cookie: htjs_user_id_srvr=u%0d%0aSet-Cookie:%20a=b; htjs_anonymous_id_srvr=\x7f\r\nContent-Length: 0\r\n\r\n`,
    answers: /^(?:200|400)?$/,
    never: /\nset-cookie: a=b/i,
  },
  {
    name: "a body of 1 MiB for renew",
    why: "P15: it is not read, so it costs nothing",
    send: Buffer.from(`${RENEW}Content-Length: 1048576\r\n\r\n${"x".repeat(1_048_576)}`),
    answers: /^(?:413)?$/,
  },
  {
    name: "a chunked body of 8 MiB for renew",
    why: "what has no length is not read either, and held by nobody",
    send: Buffer.from(
      `${RENEW}Transfer-Encoding: chunked\r\n\r\n${`100000\r\n${"x".repeat(1_048_576)}\r\n`.repeat(8)}0\r\n\r\n`,
    ),
    answers: /^(?:200|413)?$/,
    setCookies: [RENEWED],
  },
];
