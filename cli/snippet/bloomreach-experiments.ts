/**
 * `changePage(client)`, of a page with `config`, `load` and `stub`: asks what the page is to look like for the visitor, as the vendor's snippet
 * does. https://documentation.bloomreach.com/engagement/docs/integrating-and-using-experiments
 */
export const CHANGE_PAGE = `// Asks what the page is to look like for this visitor; where your CSS hides that class, the page is hidden for so long.
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
}`;
