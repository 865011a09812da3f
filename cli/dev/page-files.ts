import { readFile } from "node:fs/promises";

export interface PageFile {
  readonly type: string;
  readonly content: Buffer;
}

const TYPES = { css: "text/css; charset=utf-8", js: "text/javascript; charset=utf-8" } as const;
const NAMES = ["panel.css", "panel.js", "shop.css", "shop.js", "watch.js"] as const;

/** What tsup has built for the browser beside the command line, by path on the site. Rejects where it has not. */
export async function readPageFiles(): Promise<ReadonlyMap<string, PageFile>> {
  const files = new Map<string, PageFile>();
  for (const name of NAMES) {
    const content = await readFile(new URL(`../playground/${name}`, import.meta.url));
    files.set(`/playground/${name}`, { type: TYPES[name.endsWith(".css") ? "css" : "js"], content });
  }
  return files;
}
