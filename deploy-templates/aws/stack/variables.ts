import { spawnSync } from "node:child_process";
import type { Construct } from "constructs";
import { fileOf } from "./bundling.ts";
import type { Settings } from "./settings.ts";

/**
 * What firstparty.ts reads on either variant. The kill switch is the context value `disabled`: `cdk deploy --context disabled=all`, or vendors by id.
 */
export function variablesOf(scope: Construct, { host, cookieDomains }: Settings): Record<string, string> {
  const disabled: unknown = scope.node.tryGetContext("disabled");
  const variables = {
    FIRSTPARTY_PUBLIC_HOST: host,
    FIRSTPARTY_COOKIE_DOMAINS: cookieDomains.join(",") || "none",
    ...(disabled === undefined ? {} : { FIRSTPARTY_DISABLED: String(disabled) }),
  };
  check(variables);
  return variables;
}

/** What firstparty itself refuses is said here, and not by a function that dies when the first visitor asks it. */
function check(variables: Readonly<Record<string, string>>): void {
  const { status, stderr } = spawnSync(process.execPath, [fileOf("firstparty.ts")], {
    env: variables,
    encoding: "utf8",
  });
  if (status === 0) return;
  throw new TypeError(/^\w*Error: (.*)$/m.exec(stderr)?.[1] ?? stderr);
}
