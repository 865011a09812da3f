import { bodyAndPathPitfalls } from "./bodies-and-paths.ts";
import { cachingAndLogPitfalls } from "./caching-and-logs.ts";
import { cookiePitfalls } from "./cookies.ts";
import { headerPitfalls } from "./headers.ts";
import type { Pitfall } from "./pitfall.ts";

export const pitfalls: readonly Pitfall[] = [
  ...cookiePitfalls,
  ...headerPitfalls,
  ...bodyAndPathPitfalls,
  ...cachingAndLogPitfalls,
].toSorted((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)));
