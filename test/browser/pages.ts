import type { Pages, Sdk } from "./sdks/sdk.ts";

/** A page of a shop's, with links that log out; `pages` undefined: one without any script. */
export function shopPage(sdk: Sdk, pages: Pages | undefined, domain: string): string {
  if (pages === undefined) return "<!doctype html><title>Plain</title>";
  return `<!doctype html>
<title>Shop</title>
<link rel="icon" href="data:,">
<script>${countCalls(sdk.identityCalls)}</script>
${pages.head}
<a href="/basket">Basket</a>
<a href="/goodbye" onclick="${sdk.logOut}">Log out</a>
<a href="https://account.${domain}/" onclick="${sdk.logOut}">Log out of all</a>`;
}

/** Lets the stories see which answers that can change the identity the page has not had yet. */
const countCalls = (pattern: string) => `window.callsOnTheirWay = 0;
(function (fetch) {
  window.fetch = function (url) {
    var call = fetch.apply(this, arguments);
    if (!/${pattern}/.test(url)) return call;
    callsOnTheirWay++;
    return call.finally(function () { callsOnTheirWay--; });
  };
})(fetch);`;

/** In the page: what script has written is gone; `kept`: cookies that it can read, and a server has set. */
export function dropScriptStorage([domain, kept]: readonly [domain: string, kept: readonly string[]]): void {
  for (const pair of document.cookie.split("; ")) {
    const [name = ""] = pair.split("=", 1);
    if (kept.includes(name)) continue;
    document.cookie = `${name}=; Path=/; Max-Age=0`;
    document.cookie = `${name}=; Path=/; Max-Age=0; Domain=${domain}`;
  }
  localStorage.clear();
}
