import type { Act, Moment } from "../moments.ts";

/** What the shop's window has for its own page and for the panel around it. */
export interface ShopWindow extends Window {
  /** Hightouch's SDK, or the stub that collects calls until it is there. */
  readonly htevents?: {
    identify(userId: string, traits?: object): void;
    track(event: string, properties?: object): void;
    reset(): void;
    /** Not on the stub. What is below `options` is the SDK's own business; the panel only waits for its queue to be empty. */
    user?: () => { readonly options: { readonly httpCookieService?: { readonly queue: readonly unknown[] } } };
  };
  readonly watch?: Watch;
  readonly shop?: ShopActions;
}

/** Set up before any other script of the page. */
export interface Watch {
  /** Calls of the page to its own site that are not answered yet. */
  readonly callsUnderWay: () => number;
  readonly tell: (act: Act) => void;
}

/** What a visitor can do, for buttons in the page and around it. */
export interface ShopActions {
  identify(): void;
  track(event: string, properties?: object): void;
  /** `reset()`, and on to the next page at once. `lastWords`: an event that is tracked between the two. */
  logOut(lastWords?: string): void;
}

/** Tells the server, also of the last thing on a page that is just left. */
export function tellServer(moments: readonly Moment[]): void {
  navigator.sendBeacon("/playground/moments", JSON.stringify(moments));
}
