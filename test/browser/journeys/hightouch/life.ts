import { expect } from "vitest";
import { expectInvariants } from "../../../cookie-life/invariants.ts";
import { PATIENCE, type SentEvent } from "../../../support/vendor-events.ts";
import { dropScriptStorage } from "../../pages.ts";
import type { Held, Shop } from "../../shop.ts";
import { untilSdkIdle } from "../../visitor.ts";

declare const htevents: {
  identify(userId: string, traits: object): void;
  track(event: string, properties: object): void;
  reset(): void;
  user(): { id(): string | null };
};

/** One visitor's life with the real SDK, in two tabs; every step ends when the SDK has done what it does at once. */
export interface Life {
  /** Goes to a page of the shop at once, whatever the SDK still has to send. */
  load(tab: TabNumber): Promise<void>;
  /** The same, and the first of the renews that the SDK sends when it has started is on its way until it is let arrive. */
  loadSlowly(tab: TabNumber): Promise<void>;
  identify(tab: TabNumber, user: number): Promise<void>;
  track(tab: TabNumber): Promise<void>;
  reset(tab: TabNumber): Promise<void>;
  /** A log-out that leads to another page at once. */
  resetAndLeave(tab: TabNumber): Promise<void>;
  /** Everything that a tab has to send is sent and answered, but for the renew that is held. */
  overtake(tab: TabNumber): Promise<void>;
  /** The renew that was held arrives. */
  arrive(): Promise<void>;
  /** Everything that was sent is answered, and nothing is left to send. */
  settle(): Promise<void>;
  /** Eight days: script's cookies and local storage are gone. No tab has stayed open. */
  absence(): Promise<void>;
  ids(): Promise<{ readonly anonymous: string | undefined; readonly user: string | undefined }>;
  /** Fails where an invariant does not hold, in the browser or in what the vendor has received. */
  check(): Promise<void>;
}

export type TabNumber = 0 | 1;

/** A second for every renew would make a life a long one. */
export const SOON = "htevents._loadOptions.httpCookieServiceOptions.flushInterval = 100;";

export async function beginLife(shop: Shop): Promise<Life> {
  const tabs = [shop.tab, await shop.profile.openTab()] as const;
  /** Whose page a tab shows: its SDK remembers that person, whatever another tab does. Undefined: a page without the SDK. */
  const shown: [number | undefined, number | undefined] = [undefined, undefined];
  const people = new Map<string, number>();
  let person = 1;
  let steps = 0;
  let isMarked = false;
  let slow: { readonly held: Held; readonly tab: TabNumber } | undefined;

  /** An id that was never seen before is that of whoever is there now. */
  const personOf = (anonymousId: string) => {
    const known = people.get(anonymousId) ?? person;
    people.set(anonymousId, known);
    return known;
  };

  async function until(message: string, isSo: (event: SentEvent) => boolean): Promise<void> {
    await expect.poll(() => shop.events().some(isSo), { ...PATIENCE, message }).toBe(true);
  }

  /** Runs something that leads to another page, and waits for that page's first event. */
  async function arriveAt(tab: TabNumber, go: (address: string) => Promise<unknown>): Promise<void> {
    const search = `?step=${++steps}`;
    await go(`https://www.${shop.domain}/${search}`);
    await until(
      `the page event of ${search}`,
      ({ type, properties }) => type === "page" && properties?.search === search,
    );
    shown[tab] = person;
  }

  /**
   * Before a tab does anything, what the other one has sent has arrived: else a slow renew of one tab could have the last word over a
   * log-out in the other, a known limit (docs/limits.md). So is a page that was open when the person changed in the other tab.
   */
  async function turnTo(tab: TabNumber): Promise<void> {
    if (slow !== undefined && slow.tab !== tab) await life.arrive();
    await idle(tab === 0 ? 1 : 0);
    if (shown[tab] !== person) await life.load(tab);
  }

  async function idle(tab: TabNumber, callsLeft = 0): Promise<void> {
    if (shown[tab] === undefined) return;
    await untilSdkIdle({ sdk: shop.sdk, tab: tabs[tab] }, callsLeft);
  }

  async function beforeReset(tab: TabNumber): Promise<void> {
    await turnTo(tab);
    // Two log-outs within the flight of one renew share one marker: the other known limit.
    if (isMarked) await life.arrive();
    isMarked = slow !== undefined;
    person++;
  }

  const life: Life = {
    load: (tab) => arriveAt(tab, (address) => tabs[tab].goto(address)),
    async loadSlowly(tab) {
      await life.arrive();
      await turnTo(tab);
      // Or the page that is left would be the one whose renew is held.
      await idle(tab);
      const starting = shop.hold("/ht/renew");
      await arriveAt(tab, async (address) => {
        await tabs[tab].goto(address);
        await starting.arrived;
        slow = { held: shop.hold("/ht/renew"), tab };
        starting.letGo();
      });
      await slow?.held.arrived;
    },
    async identify(tab, user) {
      await turnTo(tab);
      const current = await tabs[tab].evaluate(() => htevents.user().id());
      // The SDK takes another user for another person.
      if (current !== null && current !== userId(person, user)) person++;
      const step = ++steps;
      await tabs[tab].evaluate(([id, stepNow]) => void htevents.identify(id, { step: stepNow }), [
        userId(person, user),
        step,
      ] as const);
      await until(`the identify event of step ${step}`, ({ traits }) => traits?.step === step);
      shown[tab] = person;
    },
    async track(tab) {
      await turnTo(tab);
      const step = ++steps;
      await tabs[tab].evaluate((stepNow) => void htevents.track("Step", { step: stepNow }), step);
      await until(`the track event of step ${step}`, ({ properties }) => properties?.step === step);
    },
    async reset(tab) {
      await beforeReset(tab);
      await tabs[tab].evaluate(() => htevents.reset());
      shown[tab] = person;
    },
    async resetAndLeave(tab) {
      await beforeReset(tab);
      await arriveAt(tab, (address) =>
        tabs[tab].evaluate((to) => {
          htevents.reset();
          location.assign(to);
        }, address),
      );
    },
    overtake: (tab) => idle(tab, slow === undefined ? 0 : 1),
    async arrive() {
      if (slow === undefined) return;
      slow.held.letGo();
      await idle(slow.tab);
      slow = undefined;
      isMarked = false;
    },
    async settle() {
      await life.arrive();
      for (const tab of [0, 1] as const) await idle(tab);
    },
    async absence() {
      for (const tab of [0, 1] as const) {
        await shop.visit("/plain", tabs[tab]);
        shown[tab] = undefined;
      }
      await tabs[0].evaluate(dropScriptStorage, shop.domain);
    },
    async ids() {
      const cookies = await shop.cookies();
      const value = (name: string) => cookies.find((cookie) => cookie.name === name)?.value;
      return { anonymous: value("htjs_anonymous_id"), user: value("htjs_user_id") };
    },
    async check() {
      const names = (await shop.cookies()).map(({ name }) => name);
      const { anonymous, user } = await life.ids();
      expectInvariants({
        doubles: names.filter((name, index) => names.indexOf(name) !== index),
        person,
        anonymous: anonymous === undefined ? undefined : personOf(anonymous),
        user: user === undefined ? undefined : personOfUser(user),
      });
      for (const event of shop.events()) {
        if (event.userId !== null)
          expect(personOfUser(event.userId), "an old user on a new id").toBe(personOf(event.anonymousId));
      }
    },
  };
  return life;
}

const userId = (person: number, user: number) => `u-${person}-${user}`;
const personOfUser = (id: string) => Number(id.split("-")[1]);
