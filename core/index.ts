/** The front door. What is not named here is not public. */
export type {
  Consent,
  ConsentAsked,
  ConsentCookie,
  ConsentEffect,
  ConsentFunction,
  ConsentSource,
  ConsentState,
  Geo,
} from "./consent/consent-types.ts";
export { configFromEnv } from "./env.ts";
export { type FailureCode, FirstPartyError } from "./errors.ts";
export { createFirstParty, defineConfig } from "./handler.ts";
export { clearCookies, grant, withdraw } from "./identity/for-the-site.ts";
export type {
  Acknowledgement,
  Answer,
  Bytes,
  ClientRequest,
  Config,
  CookiePair,
  EventShape,
  FetchHandler,
  FirstParty,
  IdentityGroup,
  KeyPlace,
  PlatformContext,
  Privacy,
  Rate,
  RelayRoute,
  Route,
  ServiceRoute,
  Transport,
  UpstreamBody,
  UpstreamRequest,
  UpstreamResponse,
  Vendor,
} from "./types.ts";
export { type HightouchOptions, hightouch } from "./vendors/hightouch.ts";
