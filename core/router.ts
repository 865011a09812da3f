import { Router } from "itty-router";

export interface Mounted<T> {
  /** itty-router pattern whose first segment is literal: `/ht/v1/:path+`. */
  readonly path: string;
  readonly value: T;
}

/**
 * Finds the first entry whose pattern matches a path. The first segment is looked up in a Map, and only the patterns below it are
 * tried: one list for all would try every route of the vendors before. itty-router compiles the patterns; its `fetch`, which would
 * parse the URL and the query of every request once more, is not used. Methods are not judged here, so that a wrong one can be
 * told the right ones.
 */
export function createRouter<T>(mounted: readonly Mounted<T>[]): (path: string) => T | undefined {
  const bySegment = new Map<string, { readonly pattern: RegExp; readonly value: T }[]>();
  for (const { path, value } of mounted) {
    const segment = firstSegment(path);
    const entries = bySegment.get(segment) ?? [];
    bySegment.set(segment, [...entries, { pattern: compile(path), value }]);
  }
  return (path) => bySegment.get(firstSegment(path))?.find(({ pattern }) => pattern.test(path))?.value;
}

function compile(path: string): RegExp {
  const [route] = Router().all(path, () => {}).routes;
  if (route === undefined) throw new Error(`itty-router took no route for ${path}`);
  return route[1];
}

/** `/ht` of `/ht/v1/track`. */
function firstSegment(path: string): string {
  const end = path.indexOf("/", 1);
  return end < 0 ? path : path.slice(0, end);
}
