import { callerCases } from "./callers.ts";
import { clearAndRestoreScriptCases } from "./clear-and-restore-script.ts";
import { domainCases } from "./domains.ts";
import { eventCases } from "./events.ts";
import { failureCases } from "./failures.ts";
import { pathCases } from "./paths.ts";
import { renewCases } from "./renew.ts";
import { scriptCases } from "./scripts.ts";
import { vendorCookieCases } from "./vendor-cookies.ts";

/** The table. */
export const cases = [
  ...renewCases,
  ...clearAndRestoreScriptCases,
  ...domainCases,
  ...callerCases,
  ...eventCases,
  ...scriptCases,
  ...pathCases,
  ...failureCases,
  ...vendorCookieCases,
];
