import { livesWith } from "../lives.ts";
import type { Held } from "../../shop.ts";

export const lives = livesWith({
  global: "htevents",
  // A second for every renew would make a life a long one.
  script: "htevents._loadOptions.httpCookieServiceOptions.flushInterval = 100;",
  /** The first of the renews that the SDK sends when it has started. */
  async slowly(shop, load) {
    const starting = shop.hold("/ht/renew");
    let slow: Held = starting;
    await load(async () => {
      await starting.arrived;
      slow = shop.hold("/ht/renew");
      starting.letGo();
    });
    await slow.arrived;
    return slow;
  },
});
