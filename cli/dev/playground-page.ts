import { hightouchSnippet } from "../snippet/hightouch.ts";

/** The playground's one page, without a file or a host of its own beside it. */
export function playgroundPage(): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>firstparty playground</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
<script>
${hightouchSnippet({ writeKey: "PLAYGROUND" })}
</script>
<main>
  <h1>firstparty playground</h1>
  <p>The real Hightouch SDK, loaded and answered by this site alone. A stand-in vendor behind <code>/ht</code> keeps what arrives.</p>
  <p class="buttons">
    <button onclick="htevents.identify('user-42', { plan: 'pro' })">Identify user-42</button>
    <button onclick="htevents.track('Button Clicked', { colour: 'green' })">Track</button>
    <button onclick="htevents.page()">Page</button>
    <button onclick="htevents.reset()">Reset</button>
  </p>
  <h2>Cookies of this site</h2>
  <p class="hint">Script reads and writes the plain ones. The twins are <b>HttpOnly</b>: they bring a visitor back when the others are deleted.</p>
  <ul id="cookies"></ul>
  <h2>Events at the vendor <span id="count"></span></h2>
  <p class="hint">Newest first. Open one to see its headers and body.</p>
  <div id="events"></div>
</main>
<script>${SCRIPT}</script>
</html>
`;
}

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d9dde3, #343a43); --soft: light-dark(#5b6470, #9aa4b1);
  --panel: light-dark(#f6f7f9, #1d2127); --accent: light-dark(#0b6b50, #4cc9a0); }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; background: light-dark(#fff, #14171b); color: light-dark(#1b1f24, #e6e9ed); }
main { max-width: 46rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; }
h2 { font-size: 1.1rem; margin: 2rem 0 0; }
h2 span, .hint { color: var(--soft); font-weight: 400; }
.hint { margin: 0 0 .5rem; font-size: .9rem; }
.buttons { display: flex; flex-wrap: wrap; gap: .5rem; }
button { font: inherit; padding: .45rem .9rem; border: 1px solid var(--accent); border-radius: .4rem; background: none; color: var(--accent); cursor: pointer; }
button:hover { background: var(--panel); }
ul { list-style: none; margin: 0; padding: 0; }
li, details { border: 1px solid var(--line); border-radius: .4rem; margin: .35rem 0; padding: .4rem .7rem; background: var(--panel); }
li, pre, code, summary { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: .85rem; overflow-wrap: anywhere; }
b { color: var(--accent); }
summary { cursor: pointer; }
pre { white-space: pre-wrap; margin: .5rem 0 .2rem; }
`;

const SCRIPT = `
function element(tag, text, ...children) {
  const made = document.createElement(tag);
  made.append(text, ...children);
  return made;
}

function showCookies(cookies) {
  const readable = new Set(document.cookie.split("; "));
  document.getElementById("cookies").replaceChildren(
    ...(cookies.length === 0 ? [element("li", "none yet")] : cookies.map((cookie) =>
      readable.has(cookie) ? element("li", cookie) : element("li", cookie + " ", element("b", "HttpOnly")))),
  );
}

let shown = 0;
function showEvents(total, events) {
  document.getElementById("count").textContent = "(" + total + ")";
  for (const { path, headers, body } of events) {
    const event = JSON.parse(body);
    const who = (event.userId ?? "nobody known") + ", anonymous " + String(event.anonymousId).slice(0, 8);
    const details = element("details", element("summary", (event.event ?? event.type) + ": " + who),
      element("pre", "POST " + path + "\\n" + JSON.stringify(headers, null, 2) + "\\n\\n" + JSON.stringify(event, null, 2)));
    document.getElementById("events").prepend(details);
  }
  // Fewer than before: the server has started anew.
  shown = total;
}

async function show() {
  try {
    const { cookies, total, events } = await (await fetch("/dev/received?after=" + shown)).json();
    showCookies(cookies);
    showEvents(total, events);
  } catch {
    // The server is gone or restarting: the next look may succeed.
  }
  setTimeout(show, 500);
}
show();
`;
