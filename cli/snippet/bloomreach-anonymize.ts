import { indented, literal } from "./javascript.ts";
import { forgetNow, markReset } from "./reset-marker.ts";

/** Who the SDK takes the visitor for. */
export const COOKIE = "__exponea_etc__";

/**
 * Statements that make `anonymize()` of `stub` hold: it marks a log-out and, until `isLoaded` is set, makes somebody new, since a call that
 * waits for the SDK is lost with the page. To call again once the SDK has put its own in place: `watchAnonymize()`.
 */
export function anonymizeThatHolds(cookieDomain: string | readonly string[] | undefined): string {
  return `function mark() {
  // A navigation can cut off the SDK's own call: this makes a log-out stay one.
${indented(markReset("bloomreach", cookieDomain, "var"), 2)}
}
// Somebody new, written as the SDK would.
function becomeNew() {
${indented(forgetNow([COOKIE], "var"), 2)}
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
}
