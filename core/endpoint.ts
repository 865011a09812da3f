import type { Deadline } from "./deadline.ts";
import type { FailurePlace } from "./errors.ts";
import type { Site } from "./site.ts";
import type { Answer, ClientRequest, PlatformContext } from "./types.ts";

/** A request and the site that it was sent to: what decides who is asking. */
export interface Asked {
  readonly request: ClientRequest;
  readonly site: Site;
}

/** One request, with what was found out about it before its route took over. */
export interface Exchange extends Asked {
  readonly context: PlatformContext;
  /** Path and query as sent. */
  readonly path: string;
  readonly search: string;
}

/** An exchange as its endpoint gets it. */
export interface TimedExchange extends Exchange {
  readonly deadline: Deadline;
}

/** What stands behind a route; made once, at setup. */
export interface Endpoint {
  readonly place: FailurePlace;
  readonly methods: readonly string[];
  /** Request headers that a cross-origin page of the site may send. */
  readonly requestHeaders: readonly string[];
  /** Whether its answers depend on the visitor's cookies also where they set none. `kept`: his browser may keep one, and asks each time. */
  readonly isPersonal?: boolean | "kept";
  /** Called with one of `methods` only. Throws FirstPartyError. */
  serve(exchange: TimedExchange): Answer | Promise<Answer>;
}
