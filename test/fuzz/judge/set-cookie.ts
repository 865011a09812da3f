import { holds } from "../broken.ts";

/** A Set-Cookie as a browser takes it (RFC 6265bis 5.6), with every attribute that is written. */
export interface ParsedCookie {
  readonly name: string;
  readonly value: string;
  /** Names in lower case, in their order, with what stands behind the `=`. */
  readonly attributes: readonly (readonly [name: string, value: string])[];
  /** Of several of one name the last counts. */
  attribute(name: string): string | undefined;
}

const trimmed = (text: string) => text.replace(/^[ \t]+|[ \t]+$/g, "");

/** The algorithm of RFC 6265bis 5.6; a cookie that a browser would drop whole is a broken promise. */
export function parseSetCookie(line: string): ParsedCookie {
  // oxlint-disable-next-line no-control-regex
  holds("no Set-Cookie holds a control", !/[\0-\x08\x0a-\x1f\x7f]/.test(line), line);
  const [pair = "", ...rest] = line.split(";");
  const at = pair.indexOf("=");
  holds("every Set-Cookie has a name and a value", at > 0, line);
  const attributes = rest.map((each): readonly [string, string] => {
    const equals = each.indexOf("=");
    return equals < 0
      ? [trimmed(each).toLowerCase(), ""]
      : [trimmed(each.slice(0, equals)).toLowerCase(), trimmed(each.slice(equals + 1))];
  });
  return {
    name: trimmed(pair.slice(0, at)),
    value: trimmed(pair.slice(at + 1)),
    attributes,
    attribute: (name) => attributes.findLast(([each]) => each === name)?.[1],
  };
}

export const isToken = (name: string): boolean => /^[\w!#$%&'*+\-.^`|~]+$/.test(name);
/** cookie-octets of RFC 6265 4.1.1: no control, space, quote, comma, semicolon or backslash. */
export const isCookieValue = (value: string): boolean => /^[!#-+\--:<-[\]-~]*$/.test(value);
