/** The front door. What is not named here is not public. */
export { configFromEnv } from "./env.ts";
export { type FailureCode, FirstPartyError } from "./errors.ts";
export { createFirstParty, defineConfig } from "./handler.ts";
export { clearCookies } from "./identity/clear-cookies.ts";
export type {
  Answer,
  Bytes,
  ClientRequest,
  Config,
  CookiePair,
  FetchHandler,
  FirstParty,
  IdentityGroup,
  PlatformContext,
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
