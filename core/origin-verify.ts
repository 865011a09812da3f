import { checkKeys, ConfigError, list, mistake } from "./mistakes.ts";
import type { ClientRequest, Config, Vendor } from "./types.ts";

/** Says whether a request has come by way of what stands in front. */
export type IsThroughEdge = (request: ClientRequest) => boolean;

const HEADER = "x-origin-verify";
/** What a header can carry as it is, and too long to be guessed. */
const SECRET = /^[!-~]{16,256}$/;

/** Undefined where nobody has to prove it. No sentence quotes a secret: it would stand in a log. */
export function originVerify({ originVerify: option }: Config, vendors: readonly Vendor[]): IsThroughEdge | undefined {
  if (option === undefined) return undefined;
  checkKeys("originVerify", option, ["header", "secrets"], '{ secrets: ["…"] }');
  const header = headerName(option.header ?? HEADER, vendors);
  const secrets = list("originVerify.secrets", option.secrets ?? []);
  const bad = secrets.findIndex((secret) => typeof secret !== "string" || !SECRET.test(secret));
  if (secrets.length === 0 || bad >= 0) {
    const which = secrets.length === 0 ? "none" : `another one at ${bad}`;
    throw new ConfigError(
      `originVerify.secrets must hold at least one text of 16 to 256 visible ASCII characters (got ${which})`,
    );
  }
  return (request) => {
    const given = request.header(header) ?? "";
    return secrets.some((secret) => isSame(given, secret));
  };
}

function headerName(name: string, vendors: readonly Vendor[]): string {
  const plain = typeof name === "string" ? name.toLowerCase() : "";
  if (!/^[a-z0-9-]+$/.test(plain)) {
    throw mistake("originVerify.header", 'must be a header\'s name such as "x-origin-verify"', name);
  }
  const told = vendors.find(({ routes }) =>
    routes.some((route) => "requestHeaders" in route && route.requestHeaders.some((each) => each === plain)),
  );
  if (told) throw mistake("originVerify.header", `must not be one that ${told.id}() sends up`, name);
  return plain;
}

/** In a time that does not tell how much of it was right. */
function isSame(given: string, secret: string): boolean {
  let difference = given.length ^ secret.length;
  for (let at = 0; at < secret.length; at++) difference |= given.charCodeAt(at) ^ secret.charCodeAt(at);
  return difference === 0;
}
