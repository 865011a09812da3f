import type { ServerResponse } from "node:http";
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { refuse } from "../../server/parser-refusals.ts";

function said(code: string, answer?: Partial<ServerResponse>): string {
  const socket = new PassThrough();
  refuse(Object.assign(new Error("Parse Error"), { code }), socket, answer as ServerResponse | undefined);
  return String(socket.read() ?? "");
}

test.each([
  ["HPE_INVALID_CHUNK_SIZE", "400 Bad Request", "bad_request"],
  ["HPE_HEADER_OVERFLOW", "431 Request Header Fields Too Large", "headers_too_large"],
  ["ERR_HTTP_REQUEST_TIMEOUT", "408 Request Timeout", "request_timeout"],
  ["toString", "400 Bad Request", "bad_request"],
])("%s is told as %s, in our kind of JSON and as long as it says", (error, status, code) => {
  const [head = "", body = ""] = said(error).split("\r\n\r\n");
  expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status}\r\n`));
  expect(head).toContain(`content-length: ${body.length}\r\nconnection: close`);
  expect(JSON.parse(body)).toMatchObject({ code });
});

test("nothing is said where an earlier request is still to be answered", () => {
  const req = { complete: true } as ServerResponse["req"];
  expect(said("HPE_INVALID_METHOD", { req, writableFinished: false, headersSent: false })).toBe("");
  expect(said("HPE_INVALID_METHOD", { req, writableFinished: false, headersSent: true })).toBe("");
  expect(said("HPE_INVALID_METHOD", { req, writableFinished: true, headersSent: true })).toMatch(/^HTTP\/1.1 400/);
});
