interface Stored {
  readonly value: string;
  readonly httpOnly: boolean;
}

/** A browser's cookies for one site: keyed by name and Domain, as RFC 6265 5.3 has it, so that doubles show. */
export interface Jar {
  /** The Cookie header of a request. */
  header(): string;
  /** `document.cookie` for one name. */
  read(name: string): string | undefined;
  /** A write by script; `domain` as the script chose it. Does nothing over an HttpOnly cookie. */
  write(name: string, value: string, domain: string | undefined): void;
  /** Removal by script. */
  remove(name: string, domain: string | undefined): void;
  /** One Set-Cookie of a response. */
  receive(setCookie: string): void;
  /** The clean-up of script-written cookies; what the server alone writes stays. */
  loseScriptCookies(): void;
  /** Names that are stored more than once. */
  doubles(): string[];
}

/** `serverCookies`: names that no script writes, so that they stay though it could read them. */
export function createJar(serverCookies: readonly string[] = []): Jar {
  const stored = new Map<string, Stored>();
  const key = (name: string, domain: string | undefined) => `${name};${domain ?? ""}`;
  const nameOf = (each: string) => each.slice(0, each.indexOf(";"));
  return {
    header: () => [...stored].map(([each, { value }]) => `${nameOf(each)}=${value}`).join("; "),
    read: (name) => [...stored].find(([each, { httpOnly }]) => nameOf(each) === name && !httpOnly)?.[1].value,
    write(name, value, domain) {
      if (!stored.get(key(name, domain))?.httpOnly) stored.set(key(name, domain), { value, httpOnly: false });
    },
    remove(name, domain) {
      if (!stored.get(key(name, domain))?.httpOnly) stored.delete(key(name, domain));
    },
    receive(setCookie) {
      const [pair = "", ...attributes] = setCookie.split("; ");
      const equals = pair.indexOf("=");
      const attribute = (wanted: string) =>
        attributes.find((each) => each.startsWith(`${wanted}=`))?.slice(wanted.length + 1);
      const at = key(pair.slice(0, equals), attribute("Domain"));
      if (attribute("Max-Age") === "0") stored.delete(at);
      else stored.set(at, { value: pair.slice(equals + 1), httpOnly: attributes.includes("HttpOnly") });
    },
    loseScriptCookies() {
      for (const [each, { httpOnly }] of stored)
        if (!httpOnly && !serverCookies.includes(nameOf(each))) stored.delete(each);
    },
    doubles() {
      const names = [...stored.keys()].map(nameOf);
      return names.filter((name, index) => names.indexOf(name) !== index);
    },
  };
}
