// https://documentation.bloomreach.com/engagement/docs/integration, .../integrating-and-using-experiments, .../cookie-tracking-modes, and what the
// SDK 3.15.0 takes up from its snippet, checked on 2026-11-22
import { addressesOf } from "./addresses.ts";
import { anonymizeThatHolds, COOKIE } from "./bloomreach-anonymize.ts";
import { CHANGE_PAGE } from "./bloomreach-experiments.ts";
import { functionOf, indented, literal } from "./javascript.ts";
import { pathOf, type SnippetPrinter, toldLogOut, type ToPrint } from "./printer.ts";
import { restoreFirst } from "./restore-first.ts";

export interface BloomreachSnippet {
  readonly token: string;
  /** Where the vendor is served on the site's own domain. Default `/br`. */
  readonly path?: string | undefined;
  /** The whole path of what brings the cookie back before the SDK reads it. Default `/restore.js` below `path`. */
  readonly restorePath?: string | undefined;
  /** Where the service is another host than the page's (`t.example.com`). Default: the page's own, whatever it is. */
  readonly host?: string | undefined;
  /** Domain of the reset marker, the same as the twins have; of several the one that covers the page. Default: host-only. */
  readonly cookieDomain?: string | readonly string[] | undefined;
  /** Regular expression for the Domain of the SDK's cookie, of the page's host. Default: host-only. */
  readonly scriptDomain?: string | undefined;
}

export const bloomreachPrinter: SnippetPrinter = {
  keyName: "project's token",
  placeholder: "PROJECT_TOKEN",
  html: (snippet) => `<script>\n${indented(bloomreachSnippet(optionsOf(snippet)), 2)}\n</script>`,
  module:
    "Bloomreach's SDK is not on npm, so there is no module to print; put what firstparty snippet bloomreach prints into the page's head",
  hints,
};

function optionsOf({ vendor, place, key }: ToPrint): BloomreachSnippet {
  const { path, identity } = vendor;
  const scriptDomain = identity?.[0]?.[0]?.domain;
  return { token: key, path, restorePath: pathOf(vendor, "restore-script"), scriptDomain, ...place };
}

function hints(snippet: ToPrint): string[] {
  const { vendor, place } = snippet;
  const worker = pathOf(vendor, "service-worker");
  const register = `navigator.serviceWorker.register(${JSON.stringify(worker)}, { scope: "/", updateViaCache: "none" })`;
  return [
    ...toldLogOut(snippet, "anonymize()"),
    ...(worker === undefined || place.host !== undefined
      ? []
      : [
          `for web push: ${register} in the page, and service_worker_path: ${JSON.stringify(worker)} in the configuration`,
        ]),
    "weblayers, experiments and tags may run code that a strict Content-Security-Policy forbids: https://documentation.bloomreach.com/engagement/docs/csp-compliant-personalization",
  ];
}

/** All that the SDK takes up once it has loaded. */
const METHODS = [
  "anonymize initialize identify getSegments update track trackLink trackEnhancedEcommerce getHtml showHtml showBanner showWebLayer",
  "ping getAbTest loadDependency getRecommendation reloadWebLayers _preInitialize _initializeConfig",
] as const;

/**
 * The script for a page's head: a stub that collects calls until the SDK has loaded, with all addresses on the site's domain, what changes
 * the page for experiments, and the reset marker.
 */
export function bloomreachSnippet(snippet: BloomreachSnippet): string {
  const { token, path = "/br", host, cookieDomain, restorePath = `${path}/restore.js` } = snippet;
  const { scriptDomain = "(?!)" } = snippet;
  const at = addressesOf(path, host);
  const begin = `if (isNew) becomeNew(); // the cookie may have come back since
var person = /(?:^|; )${COOKIE}=([\\w-]+)/.exec(document.cookie);
var client = (window.webxpClient = {
  sdk: stub,
  sdkObjectName: "exponea",
  skipExperiments: !!config.new_experiments,
  sign: config.token + "/" + (person ? person[1] : "new"),
  path: config.target,
});
load(config.target + "/js/exponea.min.js").onload = function () {
  isLoaded = true;
  watchAnonymize(); // the SDK has put its own in place
};
if (config.new_experiments) changePage(client);`;
  return `(function () {
  // The vendor's options: https://documentation.bloomreach.com/engagement/docs/javascript-sdk-configuration
  var config = {
    target: ${at.base},
    token: ${literal(token)},
    cookies: { cross_subdomain: (RegExp(${literal(scriptDomain)}).exec(location.hostname) || [false])[0] }, // as the service has it
    new_experiments: { mode: "async" }, // false where you have no experiments
    experimental: { non_personalized_weblayers: true },
    track: { visits: true, google_analytics: false },
  };
  if (window.exponea) return;
  function collector(methods) {
    var stub = { _: [] };
    methods.split(" ").forEach(function (method) {
      stub[method] = function () {
        stub._.push([method, arguments]);
      };
    });
    return stub;
  }
  var stub = (window.exponea = collector(
    "${METHODS.join(' " +\n      "')}"
  ));
  stub.notifications = collector("isAvailable isSubscribed subscribe unsubscribe");
  stub.segments = collector("subscribe");
  stub.snippetVersion = "v3.0.0"; // the vendor's, whose stub this is
  stub._performance = { nowFn: Date.now, snippetStartTime: Date.now() };
${indented(anonymizeThatHolds(cookieDomain), 2)}

  function load(url) {
    var script = document.createElement("script");
    script.src = url;
    document.head.appendChild(script);
    return script;
  }
${indented(CHANGE_PAGE, 2)}

${indented(functionOf("begin", begin), 2)}
${indented(restoreFirst(at.url(restorePath), [COOKIE]), 2)}

  stub._initializeConfig(config);
  if ((config.experimental || {}).non_personalized_weblayers) stub._preInitialize(config);
  stub.start = function (options) {
    Object.keys(options || {}).forEach(function (option) {
      config[option] = options[option];
    });
    stub.initialize(config);
  };
  stub.start();
})();`;
}
