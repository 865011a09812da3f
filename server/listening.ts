import type { FirstParty } from "../core/types.ts";

export interface ListenOptions {
  /** 0 picks a free one. */
  readonly port: number;
  readonly hostname: string;
  /** Whether AWS Lambda alone asks there, so that its word on the client's address is taken. Default false. */
  readonly isLambdas?: boolean;
}

/** A server that is up. */
export interface Listening {
  /** The port that was taken. */
  readonly port: number;
  /** Takes no new connection, and resolves once every request in flight has its answer. */
  stop(): Promise<void>;
}

export type Listen = (handler: FirstParty, options: ListenOptions) => Promise<Listening>;
