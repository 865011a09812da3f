import { addressCases } from "./addresses.ts";
import { bloomreachCases } from "./bloomreach.ts";
import { bloomreachPageCases } from "./bloomreach-pages.ts";
import { cachingCases } from "./caching.ts";
import { attackCases } from "./attacks.ts";
import { callerCases } from "./callers.ts";
import { clearAndRestoreScriptCases } from "./clear-and-restore-script.ts";
import { consentCases } from "./consent.ts";
import { domainCases } from "./domains.ts";
import { encodingCases } from "./encodings.ts";
import { eventCases } from "./events.ts";
import { failureCases } from "./failures.ts";
import { httpCases } from "./http.ts";
import { limitCases } from "./limits.ts";
import { keyCases } from "./keys.ts";
import { originVerifyCases } from "./origin-verify.ts";
import { pathCases } from "./paths.ts";
import { privacyCases } from "./privacy.ts";
import { relayIdentityCases } from "./relay-identity.ts";
import { renewCases } from "./renew.ts";
import { scriptCases } from "./scripts.ts";
import { segmentApiCases } from "./segment-api.ts";
import { segmentFileCases } from "./segment-files.ts";
import { segmentSettingsCases } from "./segment-settings.ts";
import { shapeCases } from "./shapes.ts";
import { vendorCookieCases } from "./vendor-cookies.ts";

/** The table. */
export const cases = [
  ...renewCases,
  ...clearAndRestoreScriptCases,
  ...domainCases,
  ...callerCases,
  ...addressCases,
  ...originVerifyCases,
  ...eventCases,
  ...scriptCases,
  ...encodingCases,
  ...pathCases,
  ...httpCases,
  ...failureCases,
  ...limitCases,
  ...vendorCookieCases,
  ...consentCases,
  ...shapeCases,
  ...cachingCases,
  ...privacyCases,
  ...keyCases,
  ...segmentApiCases,
  ...segmentFileCases,
  ...segmentSettingsCases,
  ...attackCases,
  ...relayIdentityCases,
  ...bloomreachCases,
  ...bloomreachPageCases,
];
