import { type Attack, EVENT, HOST, RENEW, RENEWED } from "../attack.ts";

const get = (target: string, more = "") => `GET ${target} HTTP/1.1\r\n${HOST}${more}\r\n`;

/** What no client library would send: the server closes, or answers 4xx, and nothing reaches the vendor. */
const malformed: readonly (readonly [name: string, send: string | Buffer, on?: Attack["on"]])[] = [
  ["no Host", "POST /ht/v1/track HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}"],
  ["two Hosts", `POST /ht/v1/track HTTP/1.1\r\n${HOST}Host: evil.example\r\nContent-Length: 2\r\n\r\n{}`],
  ["two Hosts that are one", `POST /ht/v1/track HTTP/1.1\r\n${HOST}${HOST}Content-Length: 2\r\n\r\n{}`],
  ["a Host with a path", "POST /ht/v1/track HTTP/1.1\r\nHost: a.com/../x\r\nContent-Length: 2\r\n\r\n{}"],
  ["a Host with a NUL", "POST /ht/renew HTTP/1.1\r\nHost: a\x00b\r\nContent-Length: 0\r\n\r\n"],
  ["a Content-Length that is no number", `${EVENT}Content-Length: abc\r\n\r\n{}`],
  ["a negative Content-Length", `${EVENT}Content-Length: -1\r\n\r\n{}`],
  ["a huge Content-Length with nothing behind it", `${EVENT}Content-Length: 99999999999\r\n\r\n{}`],
  ["a chunk size that is no number", `${EVENT}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`],
  ["a double slash for an authority", get("//evil.example/ht/browser/x.js")],
  ["an absolute target of another host, with a dot segment", get("http://evil.example/ht/%2e%2e/x")],
  ["an absolute target whose path is in its query", get("http://evil.example?/ht/browser/x.js")],
  ["a target without a slash", get("ht/browser/x.js")],
  ["an asterisk", `OPTIONS * HTTP/1.1\r\n${HOST}\r\n`],
  ["CONNECT", `CONNECT evil.example:443 HTTP/1.1\r\n${HOST}\r\n`],
  ["CONNECT to a route", `CONNECT /ht/browser/x.js HTTP/1.1\r\n${HOST}\r\n`],
  ["TRACE", `TRACE /ht/browser/x.js HTTP/1.1\r\n${HOST}Cookie: session=s3cret\r\n\r\n`],
  ["a method that does not exist", `EVIL /ht/v1/track HTTP/1.1\r\n${HOST}\r\n`],
  ["a lower-case method", `post /ht/v1/track HTTP/1.1\r\n${HOST}Content-Length: 0\r\n\r\n`],
  ["a fragment", get("/ht/browser/x.js#y")],
  ["a backslash", get("/ht\\..\\browser/x.js")],
  ["a NUL in the path", get("/ht/browser/x\x00.js"), { bun: { answers: /^505$/ } }],
  ["HTTP/0.9", "GET /ht/browser/x.js\r\n", { bun: { answers: /^505$/ } }],
  ["noise", Buffer.from(Uint8Array.from({ length: 256 }, (_, index) => index))],
  ["a TLS hello", Buffer.from("16030100c8010000c40303", "hex")],
  ["a header line of 1 MB", get("/ht/browser/x.js", `X-A: ${"a".repeat(1_000_000)}\r\n`)],
  ["a Cookie of 1 MB", get("/ht/browser/x.js", `Cookie: a=${"a".repeat(1_000_000)}\r\n`)],
  ["100,000 headers", get("/ht/browser/x.js", "X-A: b\r\n".repeat(100_000))],
  ["a path of 1 MB", get(`/ht/browser/${"a".repeat(1_000_000)}.js`)],
  ["a header without a name", get("/ht/browser/x.js", ": x\r\n")],
  ["a header without a colon", get("/ht/browser/x.js", "Sec-Fetch-Site\r\n")],
  ["a NUL in a header", get("/ht/browser/x.js", "X-A: a\x00b\r\n")],
];

export const requestLineAttacks: readonly Attack[] = [
  ...malformed.map(([name, send, on]): Attack => ({
    name,
    why: "RFC 9112",
    send,
    ...(on === undefined ? {} : { on }),
  })),
  {
    name: "an absolute target of another authority: Host decides, and Domain with it",
    why: "srvx a11765b; RFC 9112 3.2.2",
    send: RENEW.replace("/ht/renew", "http://evil.example/ht/renew") + "Content-Length: 0\r\n\r\n",
    answers: /^200$/,
    setCookies: [RENEWED],
  },
  {
    name: "an absolute target with userinfo and a port",
    why: "what stands before an @ is a host to one parser and a name to the next",
    send: RENEW.replace("/ht/renew", "http://www.shop.de:80@evil.example:1/ht/renew") + "Content-Length: 0\r\n\r\n",
    answers: /^(?:200|4\d\d)$/,
    setCookies: [RENEWED],
  },
];
