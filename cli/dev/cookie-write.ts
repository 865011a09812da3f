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
  const seconds = maxAge === undefined ? expires && (new Date(expires).getTime() - now) / 1_000 : Number(maxAge);
  return typeof seconds !== "number"
    ? { store: "cookie", name, value }
    : { store: "cookie", name, value: seconds > 0 ? value : null, maxAge: seconds };
}
