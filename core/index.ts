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
  Elsewhere,
  EventShape,
  FetchHandler,
  FieldRewrite,
  FirstParty,
  IdentityGroup,
  KeyPlace,
  PersonPlace,
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
  WorkerRoute,
} from "./types.ts";
export { type HightouchOptions, hightouch } from "./vendors/hightouch.ts";
export { type SegmentOptions, segment } from "./vendors/segment.ts";
export { type BloomreachOptions, bloomreach } from "./vendors/bloomreach.ts";
export { defineVendor } from "./vendors/define.ts";
