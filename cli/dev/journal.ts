import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { Moment } from "./moments.ts";

/** What has happened since the server started, by browser session, told to the panels that listen. */
export interface Journal {
  append(session: string, moments: readonly Moment[]): void;
  /** Whether nothing of this session is known. */
  isNew(session: string): boolean;
  /** Sends all that is kept as one server-sent event `all`, and what follows as it comes, until the listener goes. */
  stream(session: string, outgoing: ServerResponse): void;
  close(): void;
}

/** What a panel is told first. */
export interface Past {
  readonly moments: readonly Moment[];
  /** Older moments were dropped. */
  readonly isCut: boolean;
}

interface Entry {
  readonly session: string;
  readonly moment: Moment;
}

/** Some plays of "Break it": a playground may be left running for weeks. */
const MOST_KEPT = 500;

export function openJournal(): Journal {
  /** A panel that hears another one than before knows that the server has started anew. */
  const id = randomUUID();
  const entries: Entry[] = [];
  let isCut = false;
  const listeners = new Map<ServerResponse, string>();

  /** The oldest goes first; how a session's present visitor began is kept for as long as there is anything else. */
  function drop(): void {
    const dropped = entries.findIndex(
      ({ session, moment }, index) =>
        moment.kind !== "fresh" ||
        entries.some((later, at) => at > index && later.moment.kind === "fresh" && later.session === session),
    );
    entries.splice(Math.max(0, dropped), 1);
    isCut = true;
  }

  return {
    append(session, moments) {
      const added = moments.map((moment) => ({ session, moment }));
      entries.push(...added);
      while (entries.length > MOST_KEPT) drop();
      for (const [outgoing, listener] of listeners) {
        const news = visibleTo(listener, added);
        if (news.length > 0) outgoing.write(`event: more\ndata: ${JSON.stringify(news)}\n\n`);
      }
    },
    isNew: (session) => !entries.some((entry) => entry.session === session),
    stream(session, outgoing) {
      outgoing.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
      const past: Past = { moments: visibleTo(session, entries), isCut };
      outgoing.write(`retry: 500\nid: ${id}\nevent: all\ndata: ${JSON.stringify(past)}\n\n`);
      listeners.set(outgoing, session);
      outgoing.once("close", () => listeners.delete(outgoing));
    },
    close() {
      for (const outgoing of listeners.keys()) outgoing.end();
    },
  };
}

/** A session sees what is its own, and everybody's events: the vendor knows no sessions. */
function visibleTo(session: string, entries: readonly Entry[]): Moment[] {
  const moments: Moment[] = [];
  for (const { session: owner, moment } of entries) {
    if (moment.kind === "event") moments.push({ ...moment, event: { ...moment.event, isOwn: owner === session } });
    else if (owner === session) moments.push(moment);
  }
  return moments;
}
