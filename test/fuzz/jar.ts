import { holds } from "./broken.ts";
import { type ParsedCookie, parseSetCookie } from "./judge/set-cookie.ts";
import { isUnder } from "./judge/site.ts";

export interface Stored {
  readonly name: string;
  readonly value: string;
  /** Undefined for a host-only cookie. */
  readonly domain: string | undefined;
  readonly httpOnly: boolean;
}

/** One browser's cookies for one host, by RFC 6265bis 5.7: what is not there is never asked for here (paths, expiry by time). */
export interface Jar {
  readonly cookies: readonly Stored[];
  header(): string;
  /** Values by name; doubled names are joined. */
  values(): ReadonlyMap<string, string>;
  put(cookie: Stored): void;
  /** Takes one Set-Cookie; a cookie that a browser would refuse is a broken promise. */
  receive(line: string): void;
}

export function createJar(host: string): Jar {
  const stored = new Map<string, Stored>();
  const key = ({ name, domain }: Pick<Stored, "name" | "domain">) => `${name};${domain ?? ""}`;
  return {
    get cookies() {
      return [...stored.values()];
    },
    header: () => [...stored.values()].map(({ name, value }) => `${name}=${value}`).join("; "),
    values() {
      const values = new Map<string, string>();
      for (const { name, value } of stored.values()) {
        values.set(name, values.has(name) ? `${values.get(name)}\n${value}` : value);
      }
      return values;
    },
    put(cookie) {
      stored.set(key(cookie), cookie);
    },
    receive(line) {
      const cookie = parseSetCookie(line);
      const domain = cookie.attribute("domain")?.replace(/^\./, "");
      holds("a browser takes the Domain", domain === undefined || isUnder(host, domain), `${line} at ${host}`);
      const isAddress = /^[\d.]+$|^\[/.test(host);
      holds(
        "an address and a bare name have no Domain",
        domain === undefined || (!isAddress && domain.includes(".")),
        line,
      );
      const taken = {
        name: cookie.name,
        value: cookie.value,
        domain,
        httpOnly: cookie.attribute("httponly") !== undefined,
      };
      if (isExpired(cookie)) stored.delete(key(taken));
      else stored.set(key(taken), taken);
    },
  };
}

function isExpired(cookie: ParsedCookie): boolean {
  const maxAge = cookie.attribute("max-age");
  return maxAge !== undefined && Number(maxAge) <= 0;
}
