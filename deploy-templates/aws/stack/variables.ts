import type { Construct } from "constructs";
import type { Settings } from "./settings.ts";

/**
 * What firstparty.ts reads on either variant. The kill switch is the context value `disabled`: `cdk deploy --context disabled=all`, or vendors by id.
 */
export function variablesOf(scope: Construct, { host, cookieDomains }: Settings): Record<string, string> {
  const disabled: unknown = scope.node.tryGetContext("disabled");
  return {
    FIRSTPARTY_PUBLIC_HOST: host,
    FIRSTPARTY_COOKIE_DOMAINS: cookieDomains.join(","),
    ...(disabled === undefined ? {} : { FIRSTPARTY_DISABLED: String(disabled) }),
  };
}
