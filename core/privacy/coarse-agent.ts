/**
 * A comment with what is in it, a block in brackets (in-app browsers: model, carrier, language), or a product. What is none of these
 * is passed over.
 */
const PART = /\(([^()]*)\)|\[[^[\]]*\]|[^\s()[\]]+/g;
/** A product and its version, or its version by a word (`events-sdk-js-node/latest`). Names with digits in them are models: `Nokia6300`. */
const PRODUCT = /^([A-Za-z][A-Za-z-]*)\/(?:(\d{1,4}(?!\d))((?:\.\d+)*)[^/]*|[a-z]+)$/;
/** Constants that browsers write for old readers. They say nothing, and those readers look for them. */
const CONSTANTS = new Set([
  "Mozilla/5.0",
  "AppleWebKit/537.36",
  "AppleWebKit/605.1.15",
  "Safari/537.36",
  "Safari/604.1",
  "Safari/605.1.15",
  "Gecko/20100101",
  "Mobile",
  "(KHTML, like Gecko)",
]);
/** Robots say so in a comment, and where to read about them; they are nobody's device, and a vendor that cannot tell them counts them as people. */
const ROBOTS_COMMENT = /^compatible;|https?:\/\//i;
/** What of that comment is the robot's own, and no model: some phones have "bot" in their names. */
const ROBOTS_WORD = /^(?:compatible|[\w.!-]*(?:bot|crawler|spider)(?:\/[\d.]+)?|\+?https?:\/\/\S+)$/i;

/**
 * A User-Agent with the browser and its major version, and of the device its kind, as Chromium writes it since its reduction
 * (https://www.chromium.org/updates/ua-reduction/, for WebView
 * https://android-developers.googleblog.com/2024/12/user-agent-reduction-on-android-webview.html, read on 2026-11-22). Put together
 * from what is known: other comments and words (model, build, language, carrier) are left out. "" where nothing is left.
 */
export function coarseAgent(agent: string): string {
  const parts: string[] = [];
  let seen = false;
  for (const [part, comment] of agent.matchAll(PART)) {
    if (CONSTANTS.has(part)) parts.push(part);
    else if (comment === undefined) parts.push(coarseProduct(part));
    else if (ROBOTS_COMMENT.test(comment)) parts.push(coarseRobot(comment));
    else if (!seen) {
      seen = true;
      const platform = coarsePlatform(comment);
      if (platform !== "") parts.push(`(${platform})`);
    }
  }
  return parts.filter((part) => part !== "").join(" ");
}

function coarseRobot(comment: string): string {
  const words = comment.split(";").map((word) => word.trim());
  const own = words.filter((word) => ROBOTS_WORD.test(word));
  return own.length === 0 ? "" : withoutMinor(`(${own.join("; ")})`);
}

function coarseProduct(part: string): string {
  const [, name, major, rest = ""] = PRODUCT.exec(part) ?? [];
  if (name === undefined) return "";
  // A build number; Safari has stopped at this one, and Chrome for iOS with it.
  if (name === "Mobile") return "Mobile/15E148";
  return major === undefined ? part : `${name}/${major}${withoutMinor(rest)}`;
}

/** `.6099.129` as `.0.0`: the form stays, for whoever compares versions by it. */
function withoutMinor(text: string): string {
  return text.replace(/([._])\d+/g, "$10");
}

/** The first comment says where the browser runs: one constant for each kind of system, as Chromium has it. */
function coarsePlatform(comment: string): string {
  // Firefox names its major version here as well, and on Android whether it is a phone.
  const [gecko = ""] = /; rv:\d+/.exec(comment) ?? [];
  const rv = gecko && `${gecko}.0`;
  if (comment.includes("CrOS")) return `X11; CrOS x86_64 14541.0.0${rv}`;
  if (comment.includes("Windows")) return `Windows NT 10.0; Win64; x64${rv}`;
  const [, apple, ios] = /^(iPhone|iPad|iPod[^;]*)(?:;.* OS (\d+))?/.exec(comment) ?? [];
  if (apple !== undefined) {
    const system = ios === undefined ? "" : `; CPU ${apple === "iPad" ? "" : "iPhone "}OS ${ios}_0 like Mac OS X`;
    return `${apple === "iPad" ? apple : "iPhone"}${system}`;
  }
  if (comment.includes("Macintosh")) return `Macintosh; Intel Mac OS X ${rv ? "10.15" : "10_15_7"}${rv}`;
  if (comment.includes("Android")) {
    if (rv) return `Android 10; ${comment.includes("Tablet") ? "Tablet" : "Mobile"}${rv}`;
    return `Linux; Android 10; K${/; ?wv\b/.test(comment) ? "; wv" : ""}`;
  }
  return comment.includes("X11") ? `X11; Linux x86_64${rv}` : "";
}
