import { isDemoCookie } from "../demo-cookies.ts";
import type { Moment, SetUp, VendorEvent } from "../moments.ts";
import { type ShopActions, type ShopWindow, tellServer } from "../shop/shop-window.ts";
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
  /** Null where the browser shows a page of its own, as it does while the server is away. */
  const shop = () => frame.contentDocument && (frame.contentWindow as ShopWindow | null);
  const wait = <Seen>(look: () => Seen | undefined | null | false, failure: string) => until(look, failure, signal);

  async function leaveFor(path: string): Promise<void> {
    let hasArrived = false;
    frame.addEventListener("load", () => (hasArrived = true), { once: true });
    frame.contentWindow?.location.replace(path);
    await wait(() => hasArrived && shop(), "The shop has not opened");
  }

  /** Does something, and waits for the first event of a type that reaches the vendor after it. */
  async function eventOf(type: string, act: () => unknown): Promise<VendorEvent> {
    const known = new Set(ownEvents(moments()).map(({ messageId }) => messageId));
    await act();
    return wait(
      () => ownEvents(moments()).find((event) => event.type === type && !known.has(event.messageId)),
      `No ${type} has reached Hightouch`,
    );
  }

  /** Once its page is there: the visitor may be between two. */
  const eventIn = (type: string, act: (actions: ShopActions) => void) =>
    eventOf(type, async () => act(await wait(() => shop()?.shop, "The shop has not opened")));

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
    identify: () => eventIn("identify", (actions) => actions.identify()),
    track: () => eventIn("track", (actions) => actions.track("Button Pressed", { colour: "green" })),
    logOut: (lastWords) => eventIn("page", (actions) => actions.logOut(lastWords)),
    async daysPass(days, setUp) {
      await leaveFor("/playground/blank");
      dropScriptStorage();
      tellServer([{ at: Date.now(), kind: "days", days }]);
      return visit(setUp);
    },
    stay: () => wait(() => isIdle(shop()), "The SDK has not finished with the cookie service"),
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
