import { isRecord, isTextOr, parseJson } from "./json.ts";
import type { Act, Moment, Write } from "./moments.ts";

const ACTS: Readonly<Record<Act, true>> = { open: true, identify: true, track: true, "log out": true };

/** What a page tells of itself: acts, writes of its scripts, days that pass. Undefined where anything else is among it; the rest the server sees. */
export function readToldMoments(body: string): readonly Moment[] | undefined {
  const told = parseJson(body);
  return Array.isArray(told) && told.every(isTold) ? told : undefined;
}

function isTold(moment: unknown): moment is Moment {
  if (!isRecord(moment) || !isCount(moment["at"])) return false;
  const { kind, act, writes, days } = moment;
  switch (kind) {
    case "act":
      return typeof act === "string" && Object.hasOwn(ACTS, act);
    case "script":
      return Array.isArray(writes) && writes.every(isWrite);
    case "days":
      return isCount(days) && days <= 400;
    default:
      return false;
  }
}

function isWrite(write: unknown): write is Write {
  if (!isRecord(write)) return false;
  const { store, name, value, maxAge } = write;
  return (
    (store === "cookie" || store === "local storage") &&
    typeof name === "string" &&
    isTextOr(null, value) &&
    (maxAge === undefined || typeof maxAge === "number")
  );
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
