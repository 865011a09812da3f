import { segment } from "../../core/index.ts";
import { openBrowser, type Place, shopWith, type Tab, type Visitor } from "./visitor.ts";

const ANONYMOUS = "ajs_anonymous_id";
const USER = "ajs_user_id";

/** How a site has its SDK get its cookies back. */
export type Way =
  /** Its settings come from the page's own host. */
  | "settings"
  /** `restore.js` stands before the bundle as well. */
  | "restore.js and settings"
  /** All of it is on a sub-domain, where the SDK's own requests carry no cookies: `restore.js` alone. */
  | "restore.js on a sub-domain";

const handler = shopWith(segment());

/** A browser with Segment's SDK: it waits for its settings, its events carry cookies, and `reset()` sends nothing (1.84.3, read). */
export function createSegmentVisitor(place: Place, way: Way): Visitor {
  const browser = openBrowser(place, handler);
  const { jar, receive } = browser;
  const isNeighbour = way === "restore.js on a sub-domain";
  const restoreScript = () => {
    tell();
    return browser.ask("GET", "/sg/restore.js", isNeighbour ? { host: `t.${place.host}`, fetchSite: "same-site" } : {});
  };
  const settings = () => browser.ask("GET", "/sg/v1/projects/WK/settings", { hasCookies: !isNeighbour });
  const send = async (tabOf: Tab) => {
    const setCookies = await browser.ask("POST", "/sg/v1/t", { hasCookies: !isNeighbour });
    // A fetch without credentials takes none either.
    if (isNeighbour) return;
    tell();
    tabOf.inFlight.push(setCookies);
  };
  let toldOf = 1;
  /** While consent is not known nothing changes but by a log-out; that another user has come is then known to nobody. */
  const tell = () => {
    if (/(?:^|; )(?:cc=(?:yes|no)|fp_withdrawn=|fp_reset_segment=)/.test(jar.header())) toldOf = visitor.person;
  };
  const mint = () => {
    if (jar.read(ANONYMOUS) === undefined) jar.write(ANONYMOUS, browser.mint("a", visitor.person), place.sdkDomain);
  };

  const visitor: Visitor = {
    ...browser,
    person: 1,
    viewsToLast: isNeighbour ? 2 : 1,
    async load(tabOf) {
      // Answers to the page before may still come: its last events are sent with keepalive.
      if (way !== "settings") receive(await restoreScript());
      if (!isNeighbour) tell();
      const setCookies = await settings();
      return {
        answer: isNeighbour ? [] : setCookies,
        async goOn() {
          if (!isNeighbour) receive(setCookies);
          await visitor.track(tabOf);
        },
      };
    },
    async track(tabOf) {
      mint();
      await send(tabOf);
    },
    async identify(tabOf, user) {
      const value = jar.read(USER);
      if (value !== undefined && !value.endsWith(`-${user}`)) {
        // Another user's id takes the anonymous one away, and the next event makes a new one.
        visitor.person++;
        jar.remove(ANONYMOUS, place.sdkDomain);
      }
      jar.write(USER, `u-${visitor.person}-${user}`, place.sdkDomain);
      await visitor.track(tabOf);
    },
    reset() {
      visitor.person++;
      jar.remove(ANONYMOUS, place.sdkDomain);
      jar.remove(USER, place.sdkDomain);
      jar.write("fp_reset_segment", "1", undefined);
    },
    isTold: () => toldOf === visitor.person,
    beacon: send,
    async withdraw() {
      visitor.person++;
      receive(await browser.ask("POST", "/sg/consent/withdraw"));
    },
    async grant() {
      receive(await browser.ask("POST", "/sg/consent/grant"));
    },
    twins: () => [ANONYMOUS, USER].map((name) => `${name}_srvr`).filter((name) => jar.header().includes(`${name}=`)),
    async tick() {},
    ids: () => ({ anonymous: jar.read(ANONYMOUS), user: jar.read(USER) }),
  };
  return visitor;
}
