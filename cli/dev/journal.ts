import type { ServerResponse } from "node:http";
import type { Moment } from "./moments.ts";

/** All that has happened since the server started, by browser session, told to the panels that listen. */
export interface Journal {
  append(session: string, moments: readonly Moment[]): void;
  /** Whether nothing of this session is known yet. */
  isNew(session: string): boolean;
  /** Sends all so far as one server-sent event `all`, and what follows as it comes, until the listener goes. */
  stream(session: string, outgoing: ServerResponse): void;
  close(): void;
}

interface Entry {
  readonly session: string;
  readonly moment: Moment;
}

export function openJournal(): Journal {
  const entries: Entry[] = [];
  const listeners = new Map<ServerResponse, string>();
  return {
    append(session, moments) {
      const added = moments.map((moment) => ({ session, moment }));
      entries.push(...added);
      for (const [outgoing, listener] of listeners) tell(outgoing, "more", visibleTo(listener, added));
    },
    isNew: (session) => !entries.some((entry) => entry.session === session),
    stream(session, outgoing) {
      outgoing.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
      outgoing.write("retry: 500\n");
      tell(outgoing, "all", visibleTo(session, entries));
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

function tell(outgoing: ServerResponse, event: "all" | "more", moments: readonly Moment[]): void {
  if (event === "more" && moments.length === 0) return;
  outgoing.write(`event: ${event}\ndata: ${JSON.stringify(moments)}\n\n`);
}
