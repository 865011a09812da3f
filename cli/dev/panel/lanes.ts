import type { Write } from "../moments.ts";

/** A row of the timeline: a cookie, or a key of local storage. */
export interface Lane {
  readonly store: Write["store"];
  readonly name: string;
  readonly label: string;
  readonly note: string;
  /** Shown from when it first exists. */
  readonly isRare?: true;
}

export const LANES: readonly Lane[] = [
  { store: "cookie", name: "htjs_anonymous_id", label: "htjs_anonymous_id", note: "for script" },
  { store: "cookie", name: "htjs_anonymous_id_srvr", label: "htjs_anonymous_id_srvr", note: "HttpOnly twin" },
  { store: "cookie", name: "htjs_user_id", label: "htjs_user_id", note: "for script" },
  { store: "cookie", name: "htjs_user_id_srvr", label: "htjs_user_id_srvr", note: "HttpOnly twin" },
  {
    store: "local storage",
    name: "htjs_anonymous_id",
    label: "local storage",
    note: "the SDK’s copy",
  },
  {
    store: "cookie",
    name: "fp_reset_hightouch",
    label: "fp_reset_hightouch",
    note: "log-out marker",
    isRare: true,
  },
  {
    store: "cookie",
    name: "fp_reset_hightouch_srvr",
    label: "fp_reset_hightouch_srvr",
    note: "its memory, HttpOnly",
    isRare: true,
  },
];

export function laneOf({ store, name }: Write): Lane | undefined {
  return LANES.find((lane) => lane.store === store && lane.name === name);
}

/** Local storage holds JSON, a cookie the value itself. */
export function plainValue({ store, value }: Write): string | undefined {
  if (value === null) return undefined;
  return store === "local storage" ? value.replaceAll('"', "") : value;
}

/** Enough of an id to know it again. */
export function short(id: string): string {
  return id.slice(0, 8);
}
