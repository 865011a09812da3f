/** Nothing from elsewhere, nothing inline: what the page is, is in its files. */
export const PANEL_CSP =
  "default-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export const PANEL_PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>firstparty playground</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/playground/panel.css">
<script type="module" src="/playground/panel.js"></script>
<div id="panel"><noscript>The playground needs JavaScript.</noscript></div>
</html>
`;

/** Where the shop's frame goes while its storage is emptied: the SDK on a page would write back what it has in memory. */
export const BLANK_PAGE = `<!doctype html>
<html lang="en">
<meta name="color-scheme" content="light dark">
<title>Nobody on the site</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/playground/shop.css">
</html>
`;
