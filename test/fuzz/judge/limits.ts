import type { Config } from "../../../core/index.ts";
import { holds } from "../broken.ts";
import type { Outcome } from "../exchange.ts";
import { isRelay, leadsTo } from "./route.ts";
import { parseSetCookie } from "./set-cookie.ts";

/** What is longer than a limit is not read and goes nowhere; to a vendor that is switched off nothing goes. */
export function judgeLimits(outcome: Outcome): void {
  const { seen, up, answered } = outcome;
  const config: Config = outcome.config;
  const { urlBytes = 16_384, headerBytes = 16_384 } = config.limits ?? {};
  const led = leadsTo(seen.url, config);
  if (led === undefined) return;
  const isReading = up.length > 0 || answered.setCookies.length > 0;
  const path = led.vendor.path + led.rest + led.search;
  if (isReading) holds("no longer URL is served", path.length <= urlBytes, path.length);
  for (const { headers } of up) {
    const { cookie = "", ...others } = headers;
    const bytes = Object.entries(others).reduce((sum, [name, value]) => sum + name.length + value.length, 0);
    holds("no more headers go up", bytes <= headerBytes && cookie.length <= headerBytes, bytes);
  }
  const changesIdentity = isRelay(led.route) && led.route.identity !== undefined;
  const isCookieRead = answered.setCookies.length > 0 && up.length === 0 && !changesIdentity;
  if (isCookieRead)
    holds("no longer Cookie header is read", (seen.header("cookie") ?? "").length <= headerBytes, headerBytes);
  const { disabled = false } = config;
  if (disabled === false || (Array.isArray(disabled) && !disabled.includes(led.vendor.id))) return;
  holds("nothing goes to a vendor that is switched off", up.length === 0, seen.url);
  for (const line of answered.setCookies) {
    const isGone = parseSetCookie(line).attribute("max-age") === "0";
    holds("no cookie is written for a vendor that is switched off", isGone || line.startsWith("fp_"), line);
  }
}
