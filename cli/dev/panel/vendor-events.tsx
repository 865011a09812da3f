import type { VendorEvent } from "../moments.ts";
import { short } from "./lanes.ts";

/** Long sessions show the last of them. */
const MOST_SHOWN = 50;

interface VendorEventsProps {
  readonly events: readonly VendorEvent[];
  readonly isCut: boolean;
}

export function VendorEvents({ events, isCut }: VendorEventsProps) {
  return (
    <section aria-labelledby="events">
      <h2 id="events">
        What Hightouch received <span class="count">{events.length}</span>
      </h2>
      <p class="hint">
        By the embedded stand-in, of all visitors since the start; newest first. Open one to see what reached it, and
        what stayed here.{isCut && " The oldest are no longer kept."}
      </p>
      <div class="events">
        {events
          .slice(-MOST_SHOWN)
          .toReversed()
          .map((event) => (
            <EventDetails key={event.messageId} event={event} />
          ))}
      </div>
      {events.length === 0 && <p class="empty">Nothing yet.</p>}
    </section>
  );
}

function EventDetails({ event }: { readonly event: VendorEvent }) {
  const { type, event: name, userId, anonymousId, path, body, reached, stayed, stayedCookies, isOwn } = event;
  return (
    <details>
      <summary>
        <b>{type}</b> {name} <span class="who">{userId ?? "nobody known"}</span> <code>{short(anonymousId)}</code>
        {!isOwn && <small> another browser</small>}
      </summary>
      <div class="sides">
        <div>
          <h3>Reached Hightouch</h3>
          <Headers headers={reached} />
        </div>
        <div>
          <h3>Stayed here</h3>
          <Headers headers={{ ...cookiesByName(stayedCookies), ...stayed }} />
        </div>
      </div>
      <h3>
        Sent by <code>POST {path}</code>
      </h3>
      <pre>{body}</pre>
    </details>
  );
}

/** As headers are listed, by what they are; the values are long and not the point. */
function cookiesByName(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const equals = pair.indexOf("=");
      const value = pair.slice(equals + 1);
      return [`cookie ${pair.slice(0, equals)}`, value === short(value) ? value : `${short(value)}…`];
    }),
  );
}

function Headers({ headers }: { readonly headers: Readonly<Record<string, string>> }) {
  return (
    <dl>
      {Object.entries(headers).map(([name, value]) => (
        <div>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
