import { type Attack, EVENT, HOST, RENEW, RENEWED, SMUGGLED } from "../attack.ts";

const TE_CL = `Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n`;
const chunk = SMUGGLED.length.toString(16);

/** Each way of writing Transfer-Encoding that one server reads as chunked and another does not. */
const OBFUSCATED = [
  "Transfer-Encoding: xchunked",
  "Transfer-Encoding: chunked, identity",
  "Transfer-Encoding: identity, chunked",
  "Transfer-Encoding: chunked\r\nTransfer-Encoding: cow",
  "Transfer-Encoding:\x0bchunked",
  'Transfer-Encoding: "chunked"',
  "X: x\nTransfer-Encoding: chunked",
  "Transfer-Encoding\r\n : chunked",
  "\tTransfer-Encoding: chunked",
];

/** Two readings of where a request ends: whoever is fooled carries out a second one, or keeps it for the next client. */
export const smugglingAttacks: readonly Attack[] = [
  {
    name: "CL.TE: the length covers a second request behind the last chunk",
    why: "RFC 9112 6.1; CVE-2019-18277 (HAProxy), CVE-2022-32213 (Node)",
    send: `${EVENT}Content-Length: ${5 + SMUGGLED.length}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${SMUGGLED}`,
  },
  {
    name: "TE.CL: a chunk holds a second request, and the length ends before it",
    why: "RFC 9112 6.1",
    send: `${EVENT}${TE_CL}${chunk}\r\n${SMUGGLED}\r\n0\r\n\r\n`,
  },
  ...OBFUSCATED.map((line): Attack => ({
    name: `Transfer-Encoding that not everybody reads (${JSON.stringify(line)})`,
    why: "TE.TE; CVE-2022-32215 (Node), CVE-2021-22959",
    send: `${EVENT}${line}\r\nContent-Length: 4\r\n\r\n${chunk}\r\n${SMUGGLED}\r\n0\r\n\r\n`,
    answers: /^(?:\d{3} ?)*$/,
  })),
  {
    name: "a space before the colon",
    why: "RFC 9112 5.1; CVE-2021-22959 (Node)",
    send: `${EVENT}Content-Length : 0\r\nContent-Length: 5\r\n\r\nx=1&y${SMUGGLED}`,
  },
  {
    name: "a folded header",
    why: "RFC 9112 5.2; obs-fold is one value to one server and a new header to the next",
    send: `${EVENT}X-A: b\r\n Content-Length: 44\r\nContent-Length: 2\r\n\r\n{}`,
    answers: /^(?:4\d\d|200)?$/,
  },
  {
    name: "two Content-Lengths that differ",
    why: "RFC 9112 6.3",
    send: `${EVENT}Content-Length: 0\r\nContent-Length: ${SMUGGLED.length}\r\n\r\n${SMUGGLED}`,
  },
  {
    name: "one Content-Length that lists two",
    why: "RFC 9112 6.3",
    send: `${EVENT}Content-Length: 0, ${SMUGGLED.length}\r\n\r\n${SMUGGLED}`,
  },
  ...["+2", "0x2", "2 2", "1e1", "18446744073709551618", "\u00b2"].map((length): Attack => ({
    name: `a Content-Length that only some can count (${JSON.stringify(length)})`,
    why: "RFC 9110 8.6; CVE-2018-7159 (Node)",
    send: `${EVENT}Content-Length: ${length}\r\n\r\n{}${SMUGGLED}`,
  })),
  {
    name: "chunk sizes that only some can count",
    why: "CVE-2022-32214; an overflow of 64 bits is 2 to one server",
    send: `${EVENT}Transfer-Encoding: chunked\r\n\r\n10000000000000002\r\n{}\r\n0\r\n\r\n${SMUGGLED}`,
  },
  {
    name: "a chunk extension with a bare LF",
    why: "CVE-2025-22871 (Go); a line that ends earlier for one of two",
    send: `${EVENT}Transfer-Encoding: chunked\r\n\r\n2;\n{}\r\n0\r\n\r\n${SMUGGLED}`,
    answers: /^(?:\d{3} ?)*$/,
  },
  {
    name: "chunk data longer than its size",
    why: "CVE-2023-30589 (Node): the two octets behind a chunk were not looked at",
    send: `${EVENT}Transfer-Encoding: chunked\r\n\r\n2\r\n{}xx0\r\n\r\n${SMUGGLED}`,
  },
  {
    name: "lines that end with LF alone",
    why: "RFC 9112 2.2 lets a recipient take it; both readings must be one",
    send: `POST /ht/v1/track HTTP/1.1\nHost: www.shop.example\nContent-Length: 2\n\n{}`,
    on: { bun: { answers: /^505$/ }, deno: { reaches: ["POST /v1/track {}"], answers: /^200$/ } },
  },
  {
    name: "headers that end with a CR alone",
    why: "CVE-2023-30589 (Node): CR as the end of a header",
    send: `${EVENT}X-A: b\rContent-Length: 44\r\nContent-Length: 2\r\n\r\n{}`,
  },
  {
    name: "a body of a GET that is a request",
    why: "a server that does not read it takes it for the next",
    send: `GET /ht/nothing HTTP/1.1\r\n${HOST}Content-Length: ${SMUGGLED.length}\r\n\r\n${SMUGGLED}`,
  },
  {
    name: "a body that the refused request never had read, and a request behind it",
    why: "after a 403 the rest of the body must not be read as a request",
    send: `POST /ht/renew HTTP/1.1\r\n${HOST}Sec-Fetch-Site: cross-site\r\nContent-Length: ${SMUGGLED.length}\r\n\r\n${SMUGGLED}`,
    answers: /^403$/,
  },
  {
    name: "a body beyond the limit that is requests from end to end",
    why: "after a 413 the connection is at an unknown place",
    send: `${EVENT}Content-Length: ${20_000 * SMUGGLED.length}\r\n\r\n${SMUGGLED.repeat(20_000)}`,
    answers: /^(?:413)?$/,
  },
  {
    name: "a chunked body beyond the limit that is requests from end to end",
    why: "after a 413 the connection is at an unknown place",
    send: `${EVENT}Transfer-Encoding: chunked\r\n\r\n${`${(1_000 * SMUGGLED.length).toString(16)}\r\n${SMUGGLED.repeat(1_000)}\r\n`.repeat(20)}`,
    answers: /^(?:413)?$/,
  },
  {
    name: "an end of chunks that names new headers",
    why: "RFC 9110 6.5.1: trailers that are merged change who is asking",
    send: `${RENEW}Sec-Fetch-Site: cross-site\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nSec-Fetch-Site: same-origin\r\nHost: evil.example\r\n\r\n`,
    answers: /^403(?: 400)?$/,
  },
  {
    name: "a request behind a good one is one of its own, and no part of it",
    why: "RFC 9112 9.3.2: answers in order, each for its own request",
    send: `${RENEW}Content-Length: 0\r\n\r\nGET /ht/nothing HTTP/1.1\r\n${HOST}\r\n`,
    answers: /^200(?: 404)?$/,
    setCookies: [RENEWED],
  },
  {
    name: "noise behind a good request whose answer is still to come",
    why: "a refusal that is written at once would be taken for that answer",
    send: `${EVENT}Content-Length: 2\r\n\r\n{}\x00\x01noise\r\n\r\n`,
    reaches: ["POST /v1/track {}"],
    answers: /^(?:200(?: 4\d\d)?)?$/,
    // Its own parser says so at once, and closes.
    on: { bun: { answers: /^(?:200 )?400$/ } },
  },
  {
    name: "noise behind a script that is on its way",
    why: "a refusal that is written into the stream becomes a part of the script",
    send: `GET /ht/browser/attack.js HTTP/1.1\r\n${HOST}\r\n`,
    thenSend: "\x00\x01noise\r\n\r\n",
    vendorSays: `HTTP/1.1 200 OK\r\nContent-Type: text/javascript\r\nContent-Length: 300000\r\n\r\n${"x".repeat(200_000)}`,
    reaches: ["GET /browser/attack.js"],
    answers: /^200$/,
    never: /bad_request/,
    breaksOff: true,
  },
  {
    name: "HTTP/2 without leave, and behind its preface a request",
    why: "h2c smuggling: a front server that tunnels no longer judges",
    send: `GET /ht/browser/x.js HTTP/1.1\r\n${HOST}Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n`,
    reaches: ["GET /browser/x.js"],
    answers: /^200$/,
  },
  {
    name: "HTTP/2's preface",
    why: "RFC 9113 3.3",
    send: "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    answers: /^(?:[45]\d\d)?$/,
  },
  {
    name: "a WebSocket",
    why: "a tunnel to the vendor is judged by nobody",
    send: `GET /ht/browser/x.js HTTP/1.1\r\n${HOST}Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
    reaches: ["GET /browser/x.js"],
    answers: /^200$/,
  },
  {
    name: "Expect that waits, and a request in place of the body",
    why: "an interim answer that comes late is taken for the next one's",
    send: `${EVENT}Expect: 100-continue\r\nContent-Length: ${SMUGGLED.length}\r\n\r\n${SMUGGLED}`,
    reaches: [`POST /v1/track ${SMUGGLED}`],
    answers: /^(?:100 )?200$/,
  },
];
