import { checkKeys, isText, list, mistake } from "../mistakes.ts";
import type { Vendor } from "../types.ts";

/** Refuses a word on where an event names a person that could not be held to. */
export function checkEvent(option: string, event: Vendor["event"]): void {
  if (event === undefined) return;
  checkKeys(option, event, ["batch", "personal", "unlinked", "aboutPerson"]);
  const { unlinked, aboutPerson } = event;
  const fields: unknown[] = [...list(`${option} personal`, event.personal)];
  if (event.batch !== undefined) fields.push(event.batch);
  if (unlinked !== undefined) {
    checkKeys(`${option} unlinked`, unlinked, ["field", "from"]);
    fields.push(unlinked.field, unlinked.from);
  }
  if (aboutPerson !== undefined) {
    checkKeys(`${option} aboutPerson`, aboutPerson, ["field", "values"]);
    for (const word of list(`${option} aboutPerson.values`, aboutPerson.values)) {
      if (typeof word !== "string") throw mistake(`${option} aboutPerson.values`, "must hold words", word);
    }
    fields.push(aboutPerson.field);
  }
  for (const field of fields) {
    if (!isText(field, /^[A-Za-z0-9_$]+(?:\.[A-Za-z0-9_$]+)*$/))
      throw mistake(option, 'must name fields such as "context.traits"', field);
  }
}
