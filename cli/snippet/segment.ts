// https://segment.com/docs/connections/sources/catalog/libraries/website/javascript/, and @segment/analytics-next 1.84.3, checked on 2026-11-22
import { addressesOf } from "./addresses.ts";
import { indented, literal } from "./javascript.ts";
import { pathOf, renamedFiles, type SnippetPrinter, type ToPrint } from "./printer.ts";
import { forgetNow, markReset } from "./reset-marker.ts";
import { fetchFirst, functionOf, restoreFirst } from "./restore-first.ts";

export interface SegmentSnippet {
  readonly writeKey: string;
  /** Where the vendor is served on the site's own domain. Default `/sg`. */
  readonly path?: string | undefined;
  /** The SDK's file, as a whole path: an alias. Default: that of the write key, under the vendor's own name for it. */
  readonly file?: string | undefined;
  /** The whole path of what brings cookies back before the SDK reads them. Default `/restore.js` below `path`. */
  readonly restorePath?: string | undefined;
  /** The SDK's global. Default `analytics`. */
  readonly globalName?: string | undefined;
  /** Where the service is another host than the page's (`t.example.com`). Default: the page's own, whatever it is. */
  readonly host?: string | undefined;
  /** Domain of the reset marker, the same as the twins have; of several the one that covers the page. Default: host-only. */
  readonly cookieDomain?: string | readonly string[] | undefined;
  /** For controls: what to leave out, to see what it is good for. */
  readonly without?: readonly ("chunk address" | "restore" | "reset marker")[] | undefined;
}

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

function hints({ vendor, place, key }: ToPrint, isModule: boolean): string[] {
  const renamed = renamedFiles(vendor);
  const settings = `https://${place.host ?? "YOUR_HOST"}${vendor.path}/v1/projects/${key}/settings`;
  const sentences = [
    `destinations in device mode load their own vendors' files, past your domain; which you have, the integrations and remotePlugins of ${settings} say`,
  ];
  if (isModule) return sentences;
  if (renamed.length > 0 && !renamed.some(({ to }) => to === fileOf(key)))
    sentences.push(`no alias is for ${key}, so its file keeps its name, analytics.min.js`);
  if ((vendor.globalName ?? DEFAULT_NAME) !== DEFAULT_NAME)
    sentences.push(
      `where its global is not window.${DEFAULT_NAME}, the SDK finds its files on https pages only; on http it asks cdn.segment.com for them`,
    );
  return sentences;
}

const DEFAULT_NAME = "analytics";

/** All that the SDK takes up once it has loaded. */
const METHODS = [
  "trackSubmit trackClick trackLink trackForm pageview identify reset group track ready alias debug page screen",
  "once off on register deregister addSourceMiddleware addIntegrationMiddleware addDestinationMiddleware setAnonymousId",
] as const;

/** Of one group: while one of them is there, none is restored. */
const IDENTITY = ["ajs_anonymous_id", "ajs_user_id"];

/** What `reset()` of the SDK takes away. */
const KNOWN_BY = [...IDENTITY, "ajs_user_traits", "ajs_group_id", "ajs_group_properties"];

const WHY_MARK = "// The SDK tells nobody of it: this makes a log-out stay one.";
const WHY_FORGET = "// A navigation loses what still waits for the SDK: who was known is forgotten at once.";
const WHY_AGAIN = "// And again where he leaves before the SDK has started: cookies may have been on their way back.";

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
  // Under another name the SDK does not see \`_cdn\` when it starts: it looks for a script element of this form, which is never fetched.
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

/** The same as an ES module, for sites that bundle the SDK from npm. */
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

function loadOptions({ path = "/sg", host }: SegmentSnippet): string {
  const { host: apiHost, protocol } = addressesOf(`${path}/v1`, host);
  return [
    "integrations: {",
    '  "Segment.io": {',
    `    apiHost: ${apiHost}, // no scheme`,
    ...(protocol === undefined ? [] : [`    protocol: ${protocol},`]),
    // Without cookies the service could not keep the twins.
    ...(host === undefined ? [] : ['    deliveryStrategy: { config: { credentials: "include" } },']),
    "  },",
    "},",
  ].join("\n");
}

/** Below the vendor's path. */
function fileOf(writeKey: string): string {
  return `/analytics.js/v1/${encodeURIComponent(writeKey.replace(/\p{Surrogate}/gu, "\ufffd"))}/analytics.min.js`;
}
