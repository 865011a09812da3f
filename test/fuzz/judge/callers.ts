import { holds } from "../broken.ts";
import type { Outcome } from "../exchange.ts";
import { isRelay, leadsTo } from "./route.ts";
import { mayChange, mayGrant, siteOf } from "./site.ts";

/** Who may call is answered, who may not is refused; a relay refuses nobody by where he comes from. */
export function judgeCallers(outcome: Outcome): void {
  const { seen, config, told, answered } = outcome;
  const [site, led] = [siteOf(outcome), leadsTo(seen.url, config)];
  const code = told[0]?.code;
  if (site === undefined || led === undefined || code === "bad_path" || code === "url_too_long") return;
  if (isRelay(led.route) || led.route.kind === "restore-script")
    return holds("nobody else is forbidden", code !== "forbidden", seen.url);
  if (seen.method !== "POST")
    return holds("a service takes POST only", code === "method_not_allowed" || seen.method === "OPTIONS", seen.method);
  const isAllowed = (led.route.kind === "grant" ? mayGrant : mayChange)(outcome, site);
  const who = `${seen.header("sec-fetch-site")}, ${seen.header("origin")} at ${site.host}: ${answered.status}`;
  holds("who may not is forbidden, who may is not", (code === "forbidden") === !isAllowed, who);
}
