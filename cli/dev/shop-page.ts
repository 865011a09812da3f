import { createHash } from "node:crypto";
import type { SetUp } from "./moments.ts";
import { SNIPPETS } from "./set-ups.ts";
import { DRAWINGS, PRODUCTS, type Product } from "./products.ts";

const hashes = Object.values(SNIPPETS).map((snippet) => `'sha256-${hashOf(snippet)}'`);

/** The browser itself proves that the SDK asks nobody but this site. */
export const SHOP_CSP = `default-src 'self'; script-src 'self' ${hashes.join(" ")}; img-src data:; base-uri 'none'; frame-ancestors 'self'`;

/** A page of the demo shop: all products, one of them, or the cart. */
export function shopPage(setUp: SetUp, path: string): string {
  const home = `/shop/${setUp}/`;
  const product = PRODUCTS.find(({ slug }) => slug === path);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${product?.name ?? "Corner Shop"}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/playground/shop.css">
<script src="/playground/watch.js"></script>
<script>${SNIPPETS[setUp]}</script>
<script type="module" src="/playground/shop.js"></script>
<header>
  <a class="name" href="${home}">Corner Shop</a>
  <nav aria-label="Shop">
    <a href="${home}cart">Cart <span id="cart-count"></span></a>
    <button id="log-in" type="button">Log in</button>
    <a id="log-out" href="${home}" hidden>Log out</a>
  </nav>
</header>
<main>${product ? productPart(product) : path === "cart" ? CART : `<h1>Good things for small rooms</h1><ul>${PRODUCTS.map((each) => card(each, home)).join("")}</ul>`}</main>
</html>
`;
}

function card({ slug, name, price }: Product, home: string): string {
  return `<li><a href="${home}${slug}"><span class="picture ${slug}">${DRAWINGS[slug]}</span>${name}</a> <span>$${price}</span></li>`;
}

function productPart({ slug, name, price, text }: Product): string {
  return `<span class="picture large ${slug}">${DRAWINGS[slug]}</span><h1>${name}</h1><p>${text}</p>
<p class="buy"><b>$${price}</b> <button class="main" type="button" data-product="${name}" data-price="${price}">Add to cart</button></p>`;
}

const CART = `<h1>Your cart</h1><ul id="cart" class="lines"></ul><button id="order" class="main" type="button" hidden>Place the order</button><p id="cart-note" role="status"></p>`;

function hashOf(snippet: string): string {
  return createHash("sha256").update(snippet).digest("base64");
}
