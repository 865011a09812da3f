// https://github.com/ht-sdks/events-sdk-js-mono packages/browser README, and 1.5.1 of the package, checked on 2026-11-22
import { addressesOf } from "./addresses.ts";
import { indented, literal } from "./javascript.ts";
import { pathOf, type SnippetPrinter, type ToPrint } from "./printer.ts";
import { forgetNow, markReset } from "./reset-marker.ts";

export interface HightouchSnippet {
  readonly writeKey: string;
  /** Where the vendor is served on the site's own domain. Default `/ht`. */
  readonly path?: string | undefined;
  /** The renew call's whole path. Default `/renew` below `path`. */
  readonly renewPath?: string | undefined;
  /** The clear call's, likewise. Default `/clear` below `path`. */
  readonly clearPath?: string | undefined;
  /** Where the service is another host than the page's (`t.example.com`). Default: the page's own, whatever it is. */
  readonly host?: string | undefined;
  /**
   * Domain of the reset marker, the same as the twins have: a log-out that leads to a neighbouring sub-domain is common. Of several
   * the page takes the one that covers it. Default: host-only, as twins are without `cookieDomains`.
   */
  readonly cookieDomain?: string | readonly string[] | undefined;
  /** For controls: what to leave out, to see what it is good for. */
  readonly without?: readonly ("chunk address" | "cookie service" | "reset marker")[] | undefined;
}

export const hightouchPrinter: SnippetPrinter = {
  keyName: "source's write key",
  placeholder: "WRITE_KEY",
  html: (snippet) => `<script>\n${indented(hightouchSnippet(optionsOf(snippet)), 2)}\n</script>`,
  module: (snippet) => hightouchModule(optionsOf(snippet)),
};

function optionsOf({ vendor, place, key }: ToPrint): HightouchSnippet {
  const { path } = vendor;
  return { writeKey: key, path, renewPath: pathOf(vendor, "renew"), clearPath: pathOf(vendor, "clear"), ...place };
}

/** All that the SDK takes up once it has loaded, but for `user`, which answers at once. */
const METHODS = [
  "trackSubmit trackClick trackLink trackForm pageview identify reset group track ready alias debug page screen",
  "once off on register deregister addSourceMiddleware addIntegrationMiddleware addDestinationMiddleware setAnonymousId",
] as const;

/** What `reset()` of the SDK takes away. */
const KNOWN_BY = ["htjs_anonymous_id", "htjs_user_id", "htjs_user_traits", "htjs_group_id", "htjs_group_properties"];

const WHY_MARK = "// A navigation can cut off the SDK's own call: this makes a log-out stay one.";
const WHY_FORGET = "// A navigation loses what still waits for the SDK: who was known is forgotten at once.";

/**
 * The script for a page's head: Hightouch's own snippet (its stub collects calls until the SDK has loaded), with all addresses on the
 * site's domain, and the reset marker.
 */
export function hightouchSnippet(snippet: HightouchSnippet): string {
  const { writeKey, path = "/ht", host, cookieDomain, without = [] } = snippet;
  const has = (part: (typeof without)[number]) => !without.includes(part);
  const { base, url } = addressesOf(path, host);
  const chunkAddress = `
  stub._cdn = ${base}; // the SDK's lazy chunks come from here`;
  const marker = `
  function mark() {
    ${WHY_MARK}
${indented(markReset("hightouch", cookieDomain, "var"), 4)}
  }
  stub.on("reset", mark);
  stub.reset = function () {
    ${WHY_FORGET}
    mark();
${indented(forgetNow(KNOWN_BY, "var"), 4)}
    stub.push(["reset"]);
    return stub;
  };`;
  return `(function () {
  var stub = (window.htevents = window.htevents || []);
  if (stub.initialize || stub.invoked) return;
  stub.invoked = true;
  (
    "${METHODS.join(' " +\n    "')}"
  )
    .split(" ")
    .forEach(function (method) {
      stub[method] = function () {
        stub.push([method].concat([].slice.call(arguments)));
        return stub;
      };
    });${has("chunk address") ? chunkAddress : ""}
  stub._writeKey = ${literal(writeKey)};
  stub._loadOptions = {
${indented(loadOptions(snippet), 4)}
  };${has("reset marker") ? marker : ""}
  stub.page();
  var script = document.createElement("script");
  script.async = true;
  script.src = ${url(`${path}/browser/release/v1-latest/events.min.js`)};
  document.head.appendChild(script);
})();`;
}

/** The same as an ES module, for sites that bundle the SDK from npm. */
function hightouchModule(snippet: HightouchSnippet): string {
  const { writeKey, path = "/ht", host, cookieDomain } = snippet;
  return `// For the browser only: where pages are rendered on a server, import it in code that does not run there.
import { HtEventsBrowser } from "@ht-sdks/events-sdk-js-browser";

export const htevents = HtEventsBrowser.load(
  { writeKey: ${literal(writeKey)}, cdnURL: ${addressesOf(path, host).base} },
  {
${indented(loadOptions(snippet), 4)}
  },
);

function mark() {
  ${WHY_MARK}
${indented(markReset("hightouch", cookieDomain, "const"), 2)}
}
htevents.on("reset", mark);

const { reset } = htevents;
htevents.reset = () => {
  ${WHY_FORGET}
  mark();
${indented(forgetNow(KNOWN_BY, "let"), 2)}
  return reset();
};

htevents.page();`;
}

function loadOptions({ path = "/ht", renewPath, clearPath, host, without = [] }: HightouchSnippet): string {
  const at = addressesOf(path, host);
  return [
    `apiHost: ${at.host}, // no scheme, no /v1`,
    ...(at.protocol === undefined ? [] : [`protocol: ${at.protocol},`]),
    ...(without.includes("cookie service")
      ? []
      : [
          "httpCookieServiceOptions: {",
          `  renewUrl: ${at.url(renewPath ?? `${path}/renew`)},`,
          `  clearUrl: ${at.url(clearPath ?? `${path}/clear`)},`,
          "},",
        ]),
  ].join("\n");
}
