import { createHash } from "node:crypto";
import type { Vendor } from "../../core/types.ts";
import { schemeOf } from "./addresses.ts";

/**
 * What a Content-Security-Policy has to allow for what was printed: a directive a line. Inline scripts by their hash, or where the text is not
 * yet final by a nonce that the site makes.
 */
export function contentPolicy(
  printed: string,
  { routes }: Vendor,
  { host, isFinal }: { readonly host: string | undefined; readonly isFinal: boolean },
): readonly string[] {
  const service = host === undefined ? "'self'" : `${schemeOf(host)}://${host}`;
  // A page has service workers of its own origin only.
  const hasWorker = host === undefined && routes.some(({ kind }) => kind === "service-worker");
  return [
    ["script-src", ...inlineScripts(printed).map((script) => (isFinal ? hashOf(script) : "'nonce-…'")), service],
    ["connect-src", service],
    ...(hasWorker ? [["worker-src", service]] : []),
  ].map((directive) => [...new Set(directive)].join(" "));
}

/** The text of script elements, in which no `<` stands. */
function inlineScripts(printed: string): string[] {
  return [...printed.matchAll(/<script>([^<]*)<\/script>/g)].map(([, script = ""]) => script);
}

function hashOf(script: string): string {
  return `'sha256-${createHash("sha256").update(script).digest("base64")}'`;
}
