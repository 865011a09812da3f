import { expect } from "vitest";
import type { ReceivedRequest } from "../../cli/dev/stand-in-vendor.ts";

/** The part of an event's body that the stories look at. */
export interface SentEvent {
  readonly type: string;
  readonly event?: string;
  readonly messageId: string;
  readonly anonymousId: string;
  readonly userId: string | null;
  readonly writeKey: string;
  readonly groupId?: string;
  readonly previousId?: string;
  readonly properties?: { readonly referrer?: string; readonly search?: string; readonly step?: number };
  readonly traits?: { readonly step?: number };
}

export interface VendorEvents {
  /** Every event that has reached the vendor, each once. */
  all(): readonly SentEvent[];
  /** Waits for the next event of a type to reach the vendor, each in turn. */
  next(type: string): Promise<SentEvent>;
}

/** How long a condition may take; it takes a second at most (the SDK's timer) on a machine that has nothing else to do. */
export const PATIENCE = { timeout: 15_000, interval: 20 };

/** What of a stand-in vendor's requests are events by the Segment spec, of which some may still come. */
export function eventsAt(vendor: { readonly received: readonly ReceivedRequest[] }): VendorEvents {
  return inTurn(() => specEventsOf(vendor));
}

/** Events one after the other; `arrived`: all so far, of which some may have come more than once. */
export function inTurn(arrived: () => readonly SentEvent[]): VendorEvents {
  const taken = new Map<string, number>();
  const events: VendorEvents = {
    // Browsers send a POST again by themselves when a kept connection has closed: one event has one messageId.
    all: () => [...new Map(arrived().map((event) => [event.messageId, event])).values()],
    async next(type) {
      const index = taken.get(type) ?? 0;
      taken.set(type, index + 1);
      const find = () => events.all().filter((event) => event.type === type)[index];
      await expect.poll(find, { ...PATIENCE, message: `${type} event ${index + 1}` }).toBeDefined();
      return find() as SentEvent;
    },
  };
  return events;
}

/** One that is sent alone or several; what an SDK tells of itself (Segment's `/v1/m`) is none. */
export function specEventsOf({ received }: { readonly received: readonly ReceivedRequest[] }): readonly SentEvent[] {
  return received.flatMap(({ method, path, body }): readonly SentEvent[] => {
    if (method !== "POST" || path === "/v1/m") return [];
    const sent = JSON.parse(body);
    return sent.batch ?? [sent];
  });
}
