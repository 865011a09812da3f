import type { FailurePlace } from "./errors.ts";
import type { Site } from "./site.ts";
import type { Answer, ClientRequest, PlatformContext } from "./types.ts";

/** One request, with what was found out about it before its route took over. */
export interface Exchange {
  readonly request: ClientRequest;
  readonly context: PlatformContext;
  readonly site: Site;
  /** Path and query as sent. */
  readonly path: string;
  readonly search: string;
}

/** What stands behind a route; made once, at setup. */
export interface Endpoint {
  readonly place: FailurePlace;
  readonly methods: readonly string[];
  /** Request headers that a cross-origin page of the site may send. */
  readonly requestHeaders: readonly string[];
  /** Called with one of `methods` only. Throws FirstPartyError. */
  serve(exchange: Exchange): Answer | Promise<Answer>;
}
