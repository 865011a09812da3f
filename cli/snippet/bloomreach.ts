// https://documentation.bloomreach.com/engagement/docs/integration, .../integrating-and-using-experiments, .../cookie-tracking-modes, and what the
// SDK 3.15.0 takes up from its snippet, checked on 2026-11-22
import { addressesOf } from "./addresses.ts";
import { indented, literal } from "./javascript.ts";
import { pathOf, type SnippetPrinter, type ToPrint } from "./printer.ts";
import { forgetNow, markReset } from "./reset-marker.ts";
import { functionOf, restoreFirst } from "./restore-first.ts";

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
  /** For controls: what to leave out, to see what it is good for. */
  readonly without?: readonly ("restore" | "reset marker")[] | undefined;
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

function hints({ vendor, place }: ToPrint): string[] {
  const worker = pathOf(vendor, "service-worker");
  const register = `navigator.serviceWorker.register(${JSON.stringify(worker)}, { scope: "/", updateViaCache: "none" })`;
  return [
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

const COOKIE = "__exponea_etc__";

const WHY_MARK = "// A navigation can cut off the SDK's own call: this makes a log-out stay one.";

const onLoad = `.onload = function () {
  isLoaded = true;
  watchAnonymize(); // the SDK has put its own in place
}`;

/**
 * The script for a page's head: a stub that collects calls until the SDK has loaded, with all addresses on the site's domain, what changes
 * the page for experiments, and the reset marker.
 */
export function bloomreachSnippet(snippet: BloomreachSnippet): string {
  const { token, path = "/br", host, cookieDomain, restorePath = `${path}/restore.js`, without = [] } = snippet;
  const { scriptDomain = "(?!)" } = snippet;
  const has = (part: (typeof without)[number]) => !without.includes(part);
  const at = addressesOf(path, host);
  const marker = `
  function mark() {
    ${WHY_MARK}
${indented(markReset("bloomreach", cookieDomain, "var"), 4)}
  }
  // Somebody new, written as the SDK would.
  function becomeNew() {
${indented(forgetNow([COOKIE], "var"), 4)}
    var id = "xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx".replace(/x/g, function () {
      return ((Math.random() * 16) | 0).toString(16);
    });
    var wide = (config.cookies || {}).cross_subdomain;
    document.cookie =
      ${literal(`${COOKIE}=`)} + id + "; Path=/; Max-Age=94608000" + (wide ? "; Domain=" + wide : "") +
      (location.protocol === "https:" ? "; Secure; SameSite=None" : "; SameSite=Lax");
  }
  var isLoaded, isNew;
  function watchAnonymize() {
    var anonymize = stub.anonymize;
    stub.anonymize = function () {
      mark();
      // A navigation loses what still waits for the SDK.
      if (!isLoaded) {
        isNew = true;
        becomeNew();
      }
      return anonymize.apply(stub, arguments);
    };
  }
  watchAnonymize();`;
  const begin = [
    ...(has("reset marker") ? ["if (isNew) becomeNew(); // the cookie may have come back since"] : []),
    `var person = /(?:^|; )${COOKIE}=([\\w-]+)/.exec(document.cookie);`,
    "var client = (window.webxpClient = {",
    "  sdk: stub,",
    '  sdkObjectName: "exponea",',
    "  skipExperiments: !!config.new_experiments,",
    '  sign: config.token + "/" + (person ? person[1] : "new"),',
    "  path: config.target,",
    "});",
    `load(config.target + "/js/exponea.min.js")${has("reset marker") ? onLoad : ""};`,
    "if (config.new_experiments) changePage(client);",
  ].join("\n");
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
  stub._performance = { nowFn: Date.now, snippetStartTime: Date.now() };${has("reset marker") ? marker : ""}

  function load(url) {
    var script = document.createElement("script");
    script.src = url;
    document.head.appendChild(script);
    return script;
  }
  // Asks what the page is to look like for this visitor; where your CSS hides that class, the page is hidden for so long.
  function changePage(client) {
    var options = Object(config.new_experiments);
    var timeout = options.timeout || 4000;
    var expires = (config.cookies || {}).expires;
    if (expires && expires.tracking) expires = expires.tracking;
    if (typeof expires === "number") expires = new Date(Date.now() + expires * 1000);
    var url =
      config.target + "/webxp/script/" + client.sign + "/modifications.min.js?http-referer=" +
      encodeURIComponent(location.href.split("#")[0]) + "&timeout=" + timeout + "ms" +
      (expires > new Date() ? "&cookie-expires=" + Math.floor(expires / 1000) : "");
    function fallBack() {
      if (!client.init) load(url.replace("/script/", "/script-async/"));
    }
    var script;
    if (isSync(options)) {
      // The page waits for it. Written from here, it is the last script of the page so far.
      script = document.createElement("script");
      script.src = url;
      document.write(script.outerHTML);
      script = document.scripts[document.scripts.length - 1];
    } else {
      var className = options.hide_class || "xnpe_async_hide";
      document.documentElement.classList.add(className);
      stub._revealPage = function () {
        document.documentElement.classList.remove(className);
      };
      setTimeout(stub._revealPage, timeout);
      script = load(url);
    }
    script.onload = script.onerror = fallBack;
  }
  // Only once the vendor's service worker is there to cut such a request short, and while the page is being read.
  function isSync(options) {
    return (
      options.mode === "sync" &&
      document.currentScript &&
      document.readyState === "loading" &&
      localStorage.getItem("__exponea__sync_modifications__")
    );
  }

${indented(functionOf("begin", begin), 2)}
${indented(has("restore") ? restoreFirst(at.url(restorePath), [COOKIE]) : "begin();", 2)}

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
