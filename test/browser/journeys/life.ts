import { expect } from "vitest";
import type { StandInVendor } from "../../../cli/dev/stand-in-vendor.ts";
import { expectInvariants } from "../../cookie-life/invariants.ts";
import { PATIENCE, type SentEvent } from "../../support/vendor-events.ts";
import type { Profile } from "../engines/engine.ts";
import { dropScriptStorage } from "../pages.ts";
import { twinNames } from "../sdks/sdk.ts";
import type { Shop } from "../shop.ts";
import { untilSdkIdle } from "../visitor.ts";

/** What the SDKs by the Segment spec have in common, in the page. */
interface Global {
  identify(userId: string, traits: object): void;
  track(event: string, properties: object): void;
  reset(): void;
  user(): { id(): string | null };
}
declare const window: Readonly<Record<string, Global>>;

/** What lives are played with. */
export interface Lived<V extends StandInVendor> {
  /** The SDK's global. */
  readonly global: string;
  /** More script in every page. */
  readonly script: string;
  /**
   * Loads a page, of whose calls that can change the identity one is under way until it is let go; `load` takes what has to be done while
   * it waits for the page's first event.
   */
  slowly(shop: Shop<Profile, V>, load: (meanwhile: () => Promise<void>) => Promise<void>): Promise<{ letGo(): void }>;
}

/** One visitor's life with the real SDK, in two tabs; every step ends when the SDK has done what it does at once. */
export interface Life {
  /** Goes to a page of the shop at once, whatever the SDK still has to send. */
  load(tab: TabNumber): Promise<void>;
  /** The same, and an answer that can change the identity is on its way until it is let arrive. */
  loadSlowly(tab: TabNumber): Promise<void>;
  identify(tab: TabNumber, user: number): Promise<void>;
  track(tab: TabNumber): Promise<void>;
  reset(tab: TabNumber): Promise<void>;
  /** A log-out that leads to another page at once. */
  resetAndLeave(tab: TabNumber): Promise<void>;
  /** Everything that a tab has to send is sent and answered, but for what is slow. */
  overtake(tab: TabNumber): Promise<void>;
  /** What was slow arrives. */
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

export async function beginLife<V extends StandInVendor>(
  shop: Shop<Profile, V>,
  { global, slowly }: Lived<V>,
): Promise<Life> {
  const tabs = [shop.tab, await shop.profile.openTab()] as const;
  /** Whose page a tab shows: its SDK remembers that person, whatever another tab does. Undefined: a page without the SDK. */
  const shown: [number | undefined, number | undefined] = [undefined, undefined];
  const people = new Map<string, number>();
  let person = 1;
  let steps = 0;
  let isMarked = false;
  /** Whether there was a log-out that nobody but its page knows of: its marker is a script cookie, and goes with the others. */
  let isUntold = false;
  let slow: { letGo(): void; readonly tab: TabNumber } | undefined;

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
    isUntold = false;
  }

  /**
   * Before a tab does anything, what the other one has sent has arrived; answers that cross are for `test/cookie-life`. A page that was open
   * when the person changed in the other tab is a known limit (docs/limits.md).
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
      const { letGo } = await slowly(shop, (meanwhile) =>
        arriveAt(tab, async (address) => {
          await tabs[tab].goto(address);
          await meanwhile();
        }),
      );
      slow = { letGo, tab };
    },
    async identify(tab, user) {
      await turnTo(tab);
      const current = await tabs[tab].evaluate((name) => window[name]?.user().id() ?? null, global);
      // The SDK takes another user for another person.
      if (current !== null && current !== userId(person, user)) person++;
      const step = ++steps;
      await tabs[tab].evaluate(([name, id, stepNow]) => void window[name]?.identify(id, { step: stepNow }), [
        global,
        userId(person, user),
        step,
      ] as const);
      await until(`the identify event of step ${step}`, ({ traits }) => traits?.step === step);
      shown[tab] = person;
      isUntold = false;
    },
    async track(tab) {
      await turnTo(tab);
      const step = ++steps;
      await tabs[tab].evaluate(([name, stepNow]) => void window[name]?.track("Step", { step: stepNow }), [
        global,
        step,
      ] as const);
      await until(`the track event of step ${step}`, ({ properties }) => properties?.step === step);
      isUntold = false;
    },
    async reset(tab) {
      await beforeReset(tab);
      await tabs[tab].evaluate((name) => void window[name]?.reset(), global);
      shown[tab] = person;
      isUntold = !shop.sdk.clears;
    },
    async resetAndLeave(tab) {
      await beforeReset(tab);
      await arriveAt(tab, (address) =>
        tabs[tab].evaluate(
          ([name, to]) => {
            window[name]?.reset();
            location.assign(to);
          },
          [global, address] as const,
        ),
      );
    },
    overtake: (tab) => idle(tab, slow === undefined ? 0 : 1),
    async arrive() {
      if (slow === undefined) return;
      slow.letGo();
      await idle(slow.tab);
      slow = undefined;
      isMarked = false;
    },
    async settle() {
      await life.arrive();
      for (const tab of [0, 1] as const) await idle(tab);
    },
    async absence() {
      // A log-out as the very last act: a known limit.
      if (isUntold) await life.load(0);
      for (const tab of [0, 1] as const) {
        await shop.visit("/plain", tabs[tab]);
        shown[tab] = undefined;
      }
      await tabs[0].evaluate(dropScriptStorage, [shop.domain, twinNames(shop.sdk)] as const);
    },
    async ids() {
      const cookies = await shop.cookies();
      const value = (which: "anonymous" | "user") =>
        cookies.find(({ name }) => name === shop.sdk.cookies[which]?.browser)?.value;
      return { anonymous: value("anonymous"), user: value("user") };
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
