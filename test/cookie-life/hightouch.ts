import { hightouch } from "../../core/index.ts";
import { openBrowser, type Place, shopWith, type Tab, type Visitor } from "./visitor.ts";

const ANONYMOUS = "htjs_anonymous_id";
const USER = "htjs_user_id";

const handler = shopWith(hightouch());

/** A browser with the Hightouch SDK: it calls renew and clear, and its events change no cookie. */
export function createHightouchVisitor(place: Place): Visitor {
  const browser = openBrowser(place, handler);
  const { jar, receive } = browser;
  const call = (name: string) => browser.ask("POST", `/ht/${name}`);
  const write = (tabOf: Tab, name: string, value: string) => {
    jar.write(name, value, place.sdkDomain);
    tabOf.queue.push("renew");
  };

  const visitor: Visitor = {
    ...browser,
    person: 1,
    viewsToLast: 1,
    async load(tabOf) {
      tabOf.queue = [];
      tabOf.inFlight = [];
      const renewed = await call("renew");
      return {
        answer: renewed,
        async goOn() {
          receive(renewed);
          // It has read its cookies by now, twice over, and asks again for each.
          tabOf.queue.push("renew", "renew");
          await visitor.track(tabOf);
        },
      };
    },
    async track(tabOf) {
      if (jar.read(ANONYMOUS) === undefined) write(tabOf, ANONYMOUS, browser.mint("a", visitor.person));
    },
    async identify(tabOf, user) {
      const value = jar.read(USER);
      const isAnother = value !== undefined && !value.endsWith(`-${user}`);
      if (isAnother) {
        // The SDK takes another user for another person: a new anonymous id, after a clear.
        visitor.person++;
        jar.remove(ANONYMOUS, place.sdkDomain);
        tabOf.queue.push("clear");
      }
      await visitor.track(tabOf);
      write(tabOf, USER, `u-${visitor.person}-${user}`);
    },
    reset(tabOf) {
      visitor.person++;
      jar.remove(ANONYMOUS, place.sdkDomain);
      jar.remove(USER, place.sdkDomain);
      jar.write("fp_reset_hightouch", "1", undefined);
      tabOf.queue.push("clear");
    },
    isTold: () => visitor.tabs.every(({ queue }) => queue.length === 0),
    async beacon() {},
    async withdraw() {
      visitor.person++;
      receive(await call("consent/withdraw"));
    },
    async grant() {
      receive(await call("consent/grant"));
    },
    twins: () => [ANONYMOUS, USER].map((name) => `${name}_srvr`).filter((name) => jar.header().includes(`${name}=`)),
    async tick(tabOf) {
      const next = tabOf.queue.shift();
      if (next !== undefined) tabOf.inFlight.push(await call(next));
    },
    ids: () => ({ anonymous: jar.read(ANONYMOUS), user: jar.read(USER) }),
  };
  return visitor;
}
