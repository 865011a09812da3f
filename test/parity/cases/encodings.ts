import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import type { ParityCase } from "../case.ts";

const CODE = "/* sdk */".padEnd(4_000, "x");
const PATH = "/ht/browser/release/v1-latest/events.min.js";
const JS = ["content-type", "application/javascript"] as const;
const ENCODERS = { gzip: gzipSync, br: brotliCompressSync, deflate: deflateSync, zstd: zstdCompressSync } as const;
const borrowed = "Node's fetch, in this process, decodes what the platform's own hands on";

/**
 * What a client that decodes by the labels ends up with: the vendor's bytes, whoever decoded on the way. Some fetches decode zstd and some do
 * not, under the same label: there a script is refused and an event's answer withheld, rather than guessed.
 */
export const encodingCases: readonly ParityCase[] = [
  ...Object.entries(ENCODERS).flatMap(([encoding, encode]): ParityCase[] => [
    {
      name: `what a client decodes is what the vendor encoded, asked for or not (${encoding})`,
      send: { path: PATH, headers: { "accept-encoding": "gzip, br" } },
      vendor: { headers: [JS, ["content-encoding", encoding]], body: Uint8Array.from(encode(CODE)) },
      answer: { status: encoding === "zstd" ? [200, 502] : 200, decoded: CODE },
      gaps: { "borrows Node's fetch": borrowed },
    },
    {
      name: `an event's encoded answer likewise (${encoding})`,
      send: {
        method: "POST",
        path: "/ht/v1/track",
        headers: { "content-type": "application/json", "accept-encoding": "gzip, br" },
        body: "{}",
      },
      vendor: { headers: [["content-encoding", encoding]], body: Uint8Array.from(encode('{"success":true}')) },
      answer: { status: 200, decoded: encoding === "zstd" ? ['{"success":true}', ""] : '{"success":true}' },
      gaps: { "borrows Node's fetch": borrowed },
    },
  ]),
  {
    name: "an empty body with the label of gzip stays empty",
    why: "workerd throws where it is read",
    send: { method: "POST", path: "/ht/v1/track", headers: { "content-type": "application/json" }, body: "{}" },
    vendor: {
      headers: [
        ["content-encoding", "gzip"],
        ["content-length", "0"],
      ],
      body: "",
    },
    answer: { status: 200, body: "" },
  },
  {
    name: "an event whose answer is not what its label says was taken all the same, and is not sent again",
    why: "a fetch that decodes fails on it, as on a vendor that breaks off",
    send: { method: "POST", path: "/ht/v1/track", headers: { "content-type": "application/json" }, body: "{}" },
    vendor: { headers: [["content-encoding", "gzip"]], body: '{"success":true}' },
    answer: { status: 200 },
    gaps: { "borrows Node's fetch": borrowed },
  },
  {
    name: "HEAD of an encoded script has no body, and nothing breaks on that",
    send: { method: "HEAD", path: PATH, headers: { "accept-encoding": "gzip" } },
    vendor: {
      headers: [JS, ["content-encoding", "gzip"], ["etag", '"e1"']],
    },
    answer: { status: 200, body: "", headers: { etag: '"e1"' } },
  },
];
