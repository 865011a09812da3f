import { isRecord, isTextOr, parseJson } from "./json.ts";
import type { VendorEvent } from "./moments.ts";

export interface SentEvent extends Pick<VendorEvent, "messageId" | "type" | "event" | "userId" | "anonymousId"> {
  /** The event itself, for people to read. */
  readonly body: string;
}

/** More of an event is not kept for the panel: the relay lets a megabyte through. */
const MOST_CHARACTERS = 65_536;

/** The events in a body, alone or a batch of them. None in what is no event: whoever asks may post anything to a path of the vendor's. */
export function readEvents(body: string): readonly SentEvent[] {
  const sent = parseJson(body);
  const each = isRecord(sent) && Array.isArray(sent["batch"]) ? (sent["batch"] as readonly unknown[]) : [sent];
  return each.flatMap((event) => readEvent(event) ?? []);
}

function readEvent(sent: unknown): SentEvent | undefined {
  if (!isRecord(sent)) return undefined;
  const { messageId, type, event, userId = null, anonymousId } = sent;
  if (typeof messageId !== "string" || typeof type !== "string" || typeof anonymousId !== "string") return undefined;
  if (!isTextOr(undefined, event) || !isTextOr(null, userId)) return undefined;
  const body = JSON.stringify(sent, null, 2);
  return body.length > MOST_CHARACTERS ? undefined : { messageId, type, event, userId, anonymousId, body };
}
