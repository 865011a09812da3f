export interface HightouchSnippet {
  readonly writeKey: string;
  /** Where the vendor is served on the site's own domain. Default `/ht`. */
  readonly path?: string | undefined;
  /**
   * Domain of the reset marker, the same as the twins have: a log-out that leads to a neighbouring sub-domain is common. Default:
   * host-only, as twins are without `cookieDomains`.
   */
  readonly cookieDomain?: string | undefined;
  /** For controls: what to leave out, to see what it is good for. */
  readonly without?: readonly ("chunk address" | "cookie service" | "reset marker")[] | undefined;
}

/** Longer than any twin lives. */
const MARKER_SECONDS = 34_560_000;

/**
 * The script for a page's head: Hightouch's own snippet (its stub collects calls until the SDK has loaded), with all addresses on the
 * site's domain. The reset marker tells the cookie service of a `reset()` whose clear call a navigation has cut off.
 */
export function hightouchSnippet({ writeKey, path = "/ht", cookieDomain, without = [] }: HightouchSnippet): string {
  const has = (part: (typeof without)[number]) => !without.includes(part);
  const domain = cookieDomain === undefined ? "" : `; Domain=${cookieDomain}`;
  const options = [
    `apiHost: location.host + "${path}"`,
    `protocol: location.protocol.slice(0, -1)`,
    ...(has("cookie service")
      ? [`httpCookieServiceOptions: { renewUrl: "${path}/renew", clearUrl: "${path}/clear" }`]
      : []),
  ];
  return `(function () {
  var stub = (window.htevents = window.htevents || []);
  if (stub.initialize || stub.invoked) return;
  stub.invoked = true;
  ("trackSubmit trackClick trackLink trackForm pageview identify reset group track ready alias debug page once off on " +
    "addSourceMiddleware addIntegrationMiddleware setAnonymousId addDestinationMiddleware").split(" ").forEach(function (method) {
    stub[method] = function () {
      stub.push([method].concat(Array.prototype.slice.call(arguments)));
      return stub;
    };
  });
${has("chunk address") ? `  stub._cdn = location.origin + "${path}";\n` : ""}  stub._writeKey = ${JSON.stringify(writeKey)};
  stub._loadOptions = { ${options.join(", ")} };
${
  has("reset marker")
    ? `  stub.on("reset", function () {
    document.cookie = "fp_reset_hightouch=1; Path=/; Max-Age=${MARKER_SECONDS}; SameSite=Lax${domain}";
  });\n`
    : ""
}  stub.page();
  var script = document.createElement("script");
  script.async = true;
  script.src = "${path}/browser/release/v1-latest/events.min.js";
  document.head.appendChild(script);
})();`;
}
