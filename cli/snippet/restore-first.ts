/** A service that does not answer must not hold an SDK for longer. */
const PATIENCE_MS = 1_500;

/**
 * Statements that call `begin` once the cookies are back: at once where the page has one of them, since then nothing is restored, else when
 * restore.js has run or failed. It is loaded either way, for the twins' sake. A script element of its own waits for nobody else's.
 */
export function restoreFirst(url: string, names: readonly string[]): string {
  return `var begun;
function beginOnce() {
  if (!begun) begin();
  begun = true;
}
${isKnown(names, "var")}
var restore = document.createElement("script");
restore.src = ${url};
if (isKnown) beginOnce();
else {
  restore.onload = restore.onerror = beginOnce;
  setTimeout(beginOnce, ${PATIENCE_MS});
}
document.head.appendChild(restore);`;
}

/** The same for a module, whose page may allow no scripts of the service's host. */
export function fetchFirst(url: string, names: readonly string[]): string {
  return `const patience = new AbortController();
setTimeout(() => patience.abort(), ${PATIENCE_MS});
const restored = fetch(${url}, { credentials: "include", cache: "no-store", signal: patience.signal });
// Where one of them is there nothing is brought back, and an answer that fails or is late stops nobody.
${isKnown(names, "let")}
Promise.resolve(isKnown || restored).then(begin, begin);
restored.catch(() => {});`;
}

/** Statements that say whether the page has one of the cookies. */
function isKnown(names: readonly string[], keyword: "var" | "let"): string {
  return `${keyword} isKnown = false;
try {
  isKnown = /(?:^|; )(?:${names.join("|")})=/.test(document.cookie);
} catch (e) {} // a sandboxed frame has no cookies`;
}
