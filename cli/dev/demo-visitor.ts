import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { parseCookieHeader } from "../../core/identity/cookie-header.ts";
import { SESSION_COOKIE } from "./demo-cookies.ts";

const OWN_HOST = /^(?:localhost|127\.0\.0\.1)(?::\d+)?$/;

/**
 * Whether a request is for this machine by its name (not a stranger's name that resolves to it), and not sent by a stranger's page
 * to change something.
 */
export function isDemoSite({ method, headers }: IncomingMessage): boolean {
  if (!OWN_HOST.test(headers.host ?? "")) return false;
  const from = headers["sec-fetch-site"] ?? "none";
  return method === "GET" || from === "same-origin" || from === "none";
}

export function readCookies(headers: IncomingHttpHeaders): { readonly name: string; readonly value: string }[] {
  const cookies = parseCookieHeader(headers.cookie ?? null);
  return cookies.names.map((name) => ({ name, value: cookies.get(name) ?? "" }));
}

/** The shop's session, begun where there is none. */
export function sessionOf(incoming: IncomingMessage, outgoing: ServerResponse): string {
  const known = readCookies(incoming.headers).find(({ name }) => name === SESSION_COOKIE)?.value;
  if (known !== undefined) return known;
  const session = randomUUID();
  outgoing.setHeader("set-cookie", `${SESSION_COOKIE}=${session}; Path=/; HttpOnly; SameSite=Lax`);
  return session;
}
