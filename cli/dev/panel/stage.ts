import { isDemoCookie } from "../demo-cookies.ts";
import type { Moment, SetUp, VendorEvent } from "../moments.ts";
import { type ShopWindow, tellServer } from "../shop/shop-window.ts";
import { ownEvents } from "./journal-feed.ts";
import { until } from "./until.ts";

/** The shop's frame and the visitor in it. Each act resolves when the vendor has the event that came of it. */
export interface Stage {
  visit(setUp: SetUp): Promise<VendorEvent>;
  /** A visitor without any cookie. */
  fresh(setUp: SetUp): Promise<VendorEvent>;
  identify(): Promise<VendorEvent>;
  track(): Promise<VendorEvent>;
  logOut(lastWords?: string): Promise<VendorEvent>;
  /** Tracking prevention deletes what script wrote, and the visitor comes again. */
  daysPass(days: number, setUp: SetUp): Promise<VendorEvent>;
  /** The visitor stays until the SDK has told the cookie service all it has to tell, which takes it a second. */
  stay(): Promise<unknown>;
}

export function stageIn(frame: HTMLIFrameElement, moments: () => readonly Moment[], signal: AbortSignal): Stage {
  const shop = () => frame.contentWindow as ShopWindow | null;

  async function leaveFor(path: string): Promise<void> {
    const arrived = new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
    shop()?.location.replace(path);
    await arrived;
    signal.throwIfAborted();
  }

  /** Does something, and waits for the first event of a type that reaches the vendor after it. */
  async function eventOf(type: string, act: () => unknown): Promise<VendorEvent> {
    const known = new Set(ownEvents(moments()).map(({ messageId }) => messageId));
    await act();
    return until(
      () => ownEvents(moments()).find((event) => event.type === type && !known.has(event.messageId)),
      signal,
    );
  }

  const visit = (setUp: SetUp) => eventOf("page", () => leaveFor(`/shop/${setUp}/`));

  return {
    visit,
    async fresh(setUp) {
      await leaveFor("/playground/blank");
      localStorage.clear();
      sessionStorage.clear();
      await fetch(`/playground/fresh?set-up=${setUp}`, { method: "POST", signal });
      return visit(setUp);
    },
    identify: () => eventOf("identify", () => shop()?.shop?.identify()),
    track: () => eventOf("track", () => shop()?.shop?.track("Button Pressed", { colour: "green" })),
    logOut: (lastWords) => eventOf("page", () => shop()?.shop?.logOut(lastWords)),
    async daysPass(days, setUp) {
      await leaveFor("/playground/blank");
      dropScriptStorage();
      tellServer([{ at: Date.now(), kind: "days", days }]);
      return visit(setUp);
    },
    stay: () => until(() => isIdle(shop()), signal),
  };
}

function isIdle(shop: ShopWindow | null): boolean {
  // The stub has no user(): the SDK is not there yet.
  const user = shop?.htevents?.user?.();
  return user !== undefined && shop?.watch?.callsUnderWay() === 0 && !user.options.httpCookieService?.queue.length;
}

/** Every cookie that script can reach, host-only or with the host for its Domain, and what else lasts as long. */
function dropScriptStorage(): void {
  for (const pair of document.cookie.split("; ")) {
    const name = pair.replace(/=.*/, "");
    if (!isDemoCookie(name)) continue;
    for (const domain of ["", `; Domain=${location.hostname}`]) {
      document.cookie = `${name}=; Path=/; Max-Age=0${domain}`;
    }
  }
  localStorage.clear();
  sessionStorage.clear();
}
