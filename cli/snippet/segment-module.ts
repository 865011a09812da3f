import { addressesOf } from "./addresses.ts";
import { functionOf, indented, literal } from "./javascript.ts";
import { forgetNow, markReset } from "./reset-marker.ts";
import { fetchFirst } from "./restore-first.ts";
import {
  IDENTITY,
  KNOWN_BY,
  loadOptions,
  type SegmentSnippet,
  WHY_AGAIN,
  WHY_FORGET,
  WHY_MARK,
} from "./segment-options.ts";

/** An ES module for sites that bundle Segment's SDK from npm, with all that its snippet does. */
export function segmentModule(snippet: SegmentSnippet): string {
  const { writeKey, path = "/sg", globalName, host, cookieDomain, restorePath = `${path}/restore.js` } = snippet;
  const at = addressesOf(path, host);
  const settings = `{ writeKey: ${literal(writeKey)}, cdnURL: ${at.base} },
{
${globalName === undefined ? "" : `  globalAnalyticsKey: ${literal(globalName)},\n`}${indented(loadOptions(snippet), 2)}
},`;
  const start =
    host === undefined
      ? `export const analytics = AnalyticsBrowser.load(
${indented(settings, 2)}
);`
      : `export const analytics = new AnalyticsBrowser();

// The settings carry no cookies to another host: they come back before the SDK reads them.
${functionOf("begin", `analytics.load(\n${indented(settings, 2)}\n);`)}
${fetchFirst(at.url(restorePath), IDENTITY)}`;
  return `// For the browser only: where pages are rendered on a server, import it in code that does not run there.
import { AnalyticsBrowser } from "@segment/analytics-next";

${start}

function mark() {
  ${WHY_MARK}
${indented(markReset("segment", cookieDomain, "const"), 2)}
}
function forget() {
${indented(forgetNow(KNOWN_BY, "let"), 2)}
}
analytics.on("reset", mark);

const { reset } = analytics;
analytics.reset = () => {
  ${WHY_FORGET}
  mark();
  forget();
  ${WHY_AGAIN}
  addEventListener("pagehide", () => analytics.instance || forget());
  return reset();
};

analytics.page();`;
}
