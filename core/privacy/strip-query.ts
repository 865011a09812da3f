import { parameter } from "../form-decoding.ts";

/**
 * A query (with its `?`, or "") without the parameters of these names. Names are compared as a form's reader would have them, percent
 * and plus decoded; what stays, stays byte for byte. `&` separates, as the URL Standard has it. To some older readers `;` does too, so a
 * name behind one counts, and what follows it up to the next `&` goes with it: by either reading nothing of the parameter is left.
 */
export function strippedQuery(search: string, names: ReadonlySet<string>): string {
  const segments = search.slice(1).split("&");
  const kept: string[] = [];
  let isChanged = false;
  for (const segment of segments) {
    const end = startOfNamed(segment, names);
    if (end < 0) kept.push(segment);
    else {
      isChanged = true;
      if (end > 0) kept.push(segment.slice(0, end - 1));
    }
  }
  if (!isChanged) return search;
  const query = kept.join("&");
  return query === "" ? "" : `?${query}`;
}

/** Where in a segment the first of these names stands; -1 where none does. */
function startOfNamed(segment: string, names: ReadonlySet<string>): number {
  for (let start = 0; ;) {
    const semicolon = segment.indexOf(";", start);
    const part = segment.slice(start, semicolon < 0 ? undefined : semicolon);
    if (names.has(parameter(part)[0] ?? "")) return start;
    if (semicolon < 0) return -1;
    start = semicolon + 1;
  }
}

/** A Referer likewise. Browsers send none with a fragment; one that has it loses it, as there is no telling what it holds. */
export function strippedUrl(url: string, names: ReadonlySet<string>): string {
  const [page = ""] = url.split("#");
  const question = page.indexOf("?");
  return question < 0 ? page : page.slice(0, question) + strippedQuery(page.slice(question), names);
}
