import { ConfigError } from "./mistakes.ts";
import type { Config } from "./types.ts";

/** Where the environment is all that there is, what is missing is named as it is said there. Throws a ConfigError. */
export function checkEnvironment({ vendors, cookieDomains }: Partial<Config>): void {
  if (vendors === undefined)
    throw new ConfigError("FIRSTPARTY_VENDORS must name the vendors, such as hightouch or segment,bloomreach");
  if (cookieDomains === undefined)
    throw new ConfigError(
      "FIRSTPARTY_COOKIE_DOMAINS must list the registrable domains of the site, such as example.com or example.com,example.de; none makes every cookie host-only, on purpose",
    );
}
