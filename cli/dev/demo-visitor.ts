import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { parseCookieHeader } from "../../core/cookie-header.ts";
import { SESSION_COOKIE } from "./demo-cookies.ts";

const OWN_HOST = /^(?:localhost|127\.0\.0\.1)(?::\d+)?$/;

/**
 * Whether a request is for this machine by its name (not a stranger's name that resolves to it), and not sent by a stranger's page
 * to change something. As in core, Sec-Fetch-Site decides, and Origin where the browser sends none; but all ports of localhost are
 * one site, and the pages of the others are strangers here.
 */
export function isDemoSite({ method, headers }: IncomingMessage): boolean {
  if (!OWN_HOST.test(headers.host ?? "")) return false;
  const { host, origin = `http://${host}`, "sec-fetch-site": from } = headers;
  return method === "GET" || (from === undefined ? origin === `http://${host}` : from === "same-origin");
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
