import { type IRequest, Router, type RouterType } from "itty-router";

export interface Mounted<T> {
  /** itty-router pattern whose first segment is literal: `/ht/v1/:path+`. */
  readonly path: string;
  readonly value: T;
}

/**
 * Finds the first entry whose pattern matches a path. The first segment is looked up in a Map, the rest goes to an itty router
 * of that segment's own: one router for all would try every route of the vendors before. Methods are not judged here, so that a
 * wrong one can be told the right ones.
 */
export function createRouter<T>(mounted: readonly Mounted<T>[]): (path: string) => Promise<T | undefined> {
  const bySegment = new Map<string, RouterType<IRequest, [], T>>();
  for (const { path, value } of mounted) {
    const segment = firstSegment(path);
    let router = bySegment.get(segment);
    if (router === undefined) bySegment.set(segment, (router = Router<IRequest, [], T>()));
    router.all(path, () => value);
  }
  return async (path) => bySegment.get(firstSegment(path))?.fetch({ method: "GET", url: `http://router${path}` });
}

/** `/ht` of `/ht/v1/track`. */
function firstSegment(path: string): string {
  const end = path.indexOf("/", 1);
  return end < 0 ? path : path.slice(0, end);
}
