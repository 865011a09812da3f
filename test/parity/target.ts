import type { Sent, TargetName } from "./case.ts";

/** What several targets have in common that decides how a rule shows there. */
export const TRAITS = [
  /** Its fetch decodes bodies: the client gets the plain bytes. */
  "decodes",
  /** It asks for encoded bytes in its platform's own way, of Node's fetch, which knows none: they come decoded, under their old label. */
  "borrows Node's fetch",
  /** Its fetch sends once more by itself where a reused connection breaks. */
  "sends again by itself",
  /** A URL parser resolves dot segments before the handler sees the path. */
  "resolves dot segments",
  /** A URL parser reads the Host before the handler does, and answers itself what it cannot read. */
  "parses the Host",
  /** A request without a Host has the authority of its URL. */
  "makes up a Host",
  /** It hands on path and query apart, and a query that is empty like none. */
  "splits the target",
  /** It writes Content-Length itself, of the body that there is. */
  "measures bodies",
  /** It hands on the path decoded. */
  "decodes paths",
  /** A function is asked once the request's body is there. */
  "takes whole requests",
  /** Answers are read whole before their first byte leaves. */
  "buffers answers",
  /** It has a path of another server: what is outside it is that server's own. */
  "mounted",
  /** A web server of the operator's own is connected: what is not below its path, and what it does not take for HTTP, it answers itself. */
  "behind a web server",
  /** A handler is not shown who is connected. */
  "hides the connection",
  /** X-Forwarded-For holds nothing that can be counted on. */
  "replaces X-Forwarded-For",
  /** It finds the function by its Host: a request whose Host is none gets no further. */
  "routes by Host",
  /** It makes a URL of the path and an origin, and so takes what follows a leading // for a host. */
  "takes // for a host",
  /** It hands on the query by name, decoded. */
  "decodes queries",
  /** It hands on the query by name, as it is written. */
  "splits queries",
  /** It reads a body as text where Content-Type says text, and bytes that are none are gone. */
  "takes bodies by their label",
  /** It has room for one Set-Cookie. */
  "one cookie only",
  /** A body of either way has 40 kB at most. */
  "small bodies",
] as const;
export type Trait = (typeof TRAITS)[number];

/** One column of the table. */
export interface TargetInfo {
  /** Short: names the column, and a gap. */
  readonly name: TargetName;
  /** What a user calls it, for the table of README. */
  readonly platform: string;
  /** The user's own call, for the table of README: `toBun` of `firstparty/bun`. */
  readonly entry: string;
  /**
   * What was really run. `in process`: the adapter in the test's own process, msw plays the vendor; `emulated`: a real
   * process, but all that is the platform's is made by the test; `official runtime`: the platform's own runtime or development server, what
   * stands in front of it made by the test; `production bundle`: what is deployed, by the program that it runs under.
   */
  readonly how: "in process" | "emulated" | "official runtime" | "production bundle";
  readonly traits?: readonly Trait[];
  /** Starts it with what PARITY_SITES holds: `ParitySites` of lanes.ts, as JSON. */
  start(sites: string): Promise<Target | Missing>;
}

/** Why a target cannot run here, and what to do: a loud skip, and a failure where REQUIRE_PLATFORMS is 1. */
export interface Missing {
  readonly missing: string;
}

/** One way to run firstparty, started, and how a request gets to one of its sites. */
export interface Target {
  /** Of what was started, where it has one. */
  readonly version?: string;
  /** `key`: of the site that is asked. Several may be on their way at once. */
  send(key: string, sent: Sent): Promise<Got>;
  stop(): Promise<void>;
}

/** What came back, as on the wire. */
export interface Got {
  readonly status: number;
  /** Lower-case names; several of one name stay several. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
}

/** Nothing came, and nothing is to come: not the same as a connection that ends. */
export class NoAnswer extends Error {}
