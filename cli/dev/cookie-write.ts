import type { Write } from "./moments.ts";

/** Reads what a Set-Cookie header, or an assignment to `document.cookie`, does to the cookie. */
export function cookieWrite(text: string, now: number): Write {
  const [pair = "", ...attributes] = text.split(";");
  const equals = pair.indexOf("=");
  const name = pair.slice(0, equals).trim();
  const value = pair.slice(equals + 1).trim();
  const attribute = (wanted: string) =>
    attributes.map((each) => each.trim()).find((each) => each.toLowerCase().startsWith(`${wanted}=`));
  const maxAge = attribute("max-age")?.slice("max-age=".length);
  const expires = attribute("expires")?.slice("expires=".length);
  const isGone =
    maxAge === undefined ? expires !== undefined && new Date(expires).getTime() <= now : Number(maxAge) <= 0;
  return { store: "cookie", name, value: isGone ? null : value };
}
