import type { Internet } from "../../support/internet.ts";

/** A real browser, as far as the journeys need one. */
export interface Engine<P extends Profile = Profile> {
  readonly version: string;
  /** For how many days at most it keeps a cookie that a script writes. */
  readonly scriptCookieDays: number;
  /** Whether it asks only after an answer that it has kept (If-None-Match) also where that says `Vary: Cookie` and cookies have changed. */
  readonly revalidatesForOthers: boolean;
  /** A new visitor: no cookie, no storage, nothing cached. */
  openProfile(): Promise<P>;
  close(): Promise<void>;
}

/** Starts an engine for which every host is on this machine. Resolves with the reason where it cannot be started here. */
export type StartEngine<P extends Profile = Profile> = (internet: Internet) => Promise<Engine<P> | string>;

/** One visitor's browser. */
export interface Profile {
  openTab(): Promise<Tab>;
  close(): Promise<void>;
}

export interface Tab {
  goto(url: string): Promise<void>;
  url(): Promise<string>;
  /** Runs a function in the page. It is sent as text and sees nothing of where it was written; argument and answer are JSON. */
  evaluate<R, A = undefined>(run: (argument: A) => R | Promise<R>, argument?: A): Promise<R>;
  /** Clicks the link with this text. */
  click(text: string): Promise<void>;
  /** The browser's cookies for the page that it is on, HttpOnly too. */
  cookies(): Promise<readonly StoredCookie[]>;
  close(): Promise<void>;
}

export interface StoredCookie {
  readonly name: string;
  readonly value: string;
  /** With a leading dot where it is sent to sub-domains too. */
  readonly domain: string;
  readonly path: string;
  readonly httpOnly: boolean;
  readonly secure: boolean;
  /** Undefined where the engine's automation does not say it truly. */
  readonly sameSite?: string | undefined;
  /** Seconds since 1970, on the browser's clock. */
  readonly expires: number;
}
