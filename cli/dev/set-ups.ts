import { hightouchSnippet } from "../snippet/hightouch.ts";
import type { SetUp } from "./moments.ts";

const writeKey = "PLAYGROUND";

/** The script in the shop's head, by set-up. Plain and sample lack what the others are good for, and nothing else. */
export const SNIPPETS: Readonly<Record<SetUp, string>> = {
  plain: hightouchSnippet({ writeKey, without: ["cookie service", "reset marker"] }),
  sample: hightouchSnippet({ writeKey, path: "/sample", without: ["reset marker"] }),
  firstparty: hightouchSnippet({ writeKey }),
};

export function isSetUp(text: string): text is SetUp {
  return Object.hasOwn(SNIPPETS, text);
}
