import { type FailurePlace, FirstPartyError } from "../errors.ts";

/** One host that is asked, whichever vendors and routes ask it. */
export interface Upstream {
  readonly limit: number;
  /** Exchanges under way. */
  inFlight: number;
}

/** The one entry of `upstreams` for this origin; made where there is none. Called at setup. */
export function upstreamOf(origin: string, limit: number, upstreams: Map<string, Upstream>): Upstream {
  const upstream = upstreams.get(origin) ?? { limit, inFlight: 0 };
  upstreams.set(origin, upstream);
  return upstream;
}

/**
 * Counts an exchange from its first try until nothing more is decided by what comes: the answer is here whole, or it has begun and is a
 * stream. Pauses between tries count. How fast a client reads a stream does not: whoever reads slowly could use up the places of
 * everybody's events. Throws `upstream_busy` where there is no place.
 */
export function counted<T>(upstream: Upstream, place: FailurePlace, ask: () => Promise<T>): Promise<T> {
  if (upstream.inFlight >= upstream.limit) throw new FirstPartyError("upstream_busy", { ...place, retryAfter: 1 });
  upstream.inFlight++;
  const over = () => void upstream.inFlight--;
  const asked = ask();
  asked.then(over, over);
  return asked;
}
