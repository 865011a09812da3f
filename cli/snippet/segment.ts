// https://segment.com/docs/connections/sources/catalog/libraries/website/javascript/, and @segment/analytics-next 1.84.3, checked on 2026-11-22
import { addressesOf, schemeOf } from "./addresses.ts";
import { functionOf, indented, literal } from "./javascript.ts";
import { pathOf, renamedFiles, type SnippetPrinter, toldLogOut, type ToPrint } from "./printer.ts";
import { forgetNow, markReset } from "./reset-marker.ts";
import { restoreFirst } from "./restore-first.ts";
import { segmentModule } from "./segment-module.ts";
import {
  fileOf,
  IDENTITY,
  KNOWN_BY,
  loadOptions,
  type SegmentSnippet,
  WHY_AGAIN,
  WHY_FORGET,
  WHY_MARK,
} from "./segment-options.ts";

export { segmentModule } from "./segment-module.ts";
export type { SegmentSnippet } from "./segment-options.ts";

export const segmentPrinter: SnippetPrinter = {
  keyName: "source's write key",
  placeholder: "WRITE_KEY",
  html: (snippet) => `<script>\n${indented(segmentSnippet(optionsOf(snippet)), 2)}\n</script>`,
  module: (snippet) => segmentModule(optionsOf(snippet)),
  hints,
};

function optionsOf({ vendor, place, key }: ToPrint): SegmentSnippet {
  const { path, globalName } = vendor;
  const route = renamedFiles(vendor).find(({ to }) => to === fileOf(key));
  const file = route && path + route.path;
  return { writeKey: key, path, file, globalName, restorePath: pathOf(vendor, "restore-script"), ...place };
}

function hints(snippet: ToPrint, isModule: boolean): string[] {
  const { vendor, place, key } = snippet;
  const renamed = renamedFiles(vendor);
  const scheme = place.host === undefined ? "https" : schemeOf(place.host);
  const settings = `${scheme}://${place.host ?? "YOUR_HOST"}${vendor.path}/v1/projects/${key}/settings`;
  const sentences = [
    ...toldLogOut(snippet, "reset()"),
    `destinations in device mode load their own vendors' files, past your domain; which you have, the integrations and remotePlugins of ${settings} say`,
  ];
  if (isModule) return sentences;
  if (renamed.length > 0 && !renamed.some(({ to }) => to === fileOf(key)))
    sentences.push(
      key === segmentPrinter.placeholder
        ? "an alias is the file of one key: it is printed once --write-key says which"
        : `no alias is for ${key}, so its file keeps its name, analytics.min.js`,
    );
  if ((vendor.globalName ?? DEFAULT_NAME) !== DEFAULT_NAME && (place.host === undefined || scheme === "http"))
    sentences.push(
      `where its global is not window.${DEFAULT_NAME}, the SDK takes its addresses from https only: ${place.host === undefined ? "on a page on plain http" : `with ${place.host} on plain http`} it asks cdn.segment.com for settings and files`,
    );
  return sentences;
}

const DEFAULT_NAME = "analytics";

/** All that the SDK takes up once it has loaded. */
const METHODS = [
  "trackSubmit trackClick trackLink trackForm pageview identify reset group track ready alias debug page screen",
  "once off on register deregister addSourceMiddleware addIntegrationMiddleware addDestinationMiddleware setAnonymousId",
] as const;

/** The script for a page's head: a stub that collects calls until the SDK has loaded, with all addresses on the site's domain, and the reset marker. */
export function segmentSnippet(snippet: SegmentSnippet): string {
  const { writeKey, path = "/sg", globalName = DEFAULT_NAME, cookieDomain, host, without = [] } = snippet;
  const has = (part: (typeof without)[number]) => !without.includes(part);
  const at = addressesOf(path, host);
  const file = snippet.file ?? path + fileOf(writeKey);
  const chunkAddress = `
  stub._cdn = ${at.base}; // settings and chunks come from here`;
  const marker = `
  function mark() {
    ${WHY_MARK}
${indented(markReset("segment", cookieDomain, "var"), 4)}
  }
  function forget() {
${indented(forgetNow(KNOWN_BY, "var"), 4)}
  }
  stub.on("reset", mark);
  var reset = stub.reset;
  stub.reset = function () {
    ${WHY_FORGET}
    mark();
    forget();
    ${WHY_AGAIN}
    addEventListener("pagehide", function () {
      if (window[name] === stub) forget();
    });
    return reset.apply(stub, arguments);
  };`;
  // Under another name the SDK does not see `_cdn` when it starts: it looks for a script element of this form, which is never fetched.
  const pointer =
    globalName === DEFAULT_NAME
      ? ""
      : `var pointer = document.createElement("script"); // only read, by the SDK: where its files are
pointer.type = "text/plain";
pointer.src = ${at.base} + ${literal(fileOf(writeKey))};
document.head.appendChild(pointer);
`;
  const load = `${pointer}var script = document.createElement("script");
script.async = true;
script.setAttribute("data-global-segment-analytics-key", name);
script.src = ${at.url(file)};
document.head.appendChild(script);`;
  // The page's own host restores with the settings, which carry no cookies to another one.
  const isElsewhere = host !== undefined && has("restore");
  const start = isElsewhere
    ? `${functionOf("begin", load)}\n${restoreFirst(at.url(snippet.restorePath ?? `${path}/restore.js`), IDENTITY)}`
    : load;
  return `(function () {
  var name = ${literal(globalName)};
  var stub = (window[name] = window[name] || []);
  if (stub.initialize || stub.invoked) return;
  stub.invoked = true;
  // Where the visitor is now, for an event that is sent later.
  function page() {
    var canonical = document.querySelector("link[rel='canonical']");
    return {
      __t: "bpc",
      c: (canonical && canonical.getAttribute("href")) || undefined,
      p: location.pathname,
      u: location.href,
      s: location.search,
      t: document.title,
      r: document.referrer,
    };
  }
  (
    "${METHODS.join(' " +\n    "')}"
  )
    .split(" ")
    .forEach(function (method) {
      stub[method] = function () {
        var now = window[name];
        // Somebody may have kept the stub.
        if (now.initialized) return now[method].apply(now, arguments);
        var call = [method].concat([].slice.call(arguments));
        if (/^(?:track|screen|alias|group|page|identify)$/.test(method)) call.push(page());
        stub.push(call);
        return stub;
      };
    });${has("chunk address") ? chunkAddress : ""}
  stub._writeKey = ${literal(writeKey)};
  stub._loadOptions = {
${indented(loadOptions(snippet), 4)}
  };${has("reset marker") ? marker : ""}
  stub.page();
${indented(start, 2)}
})();`;
}
