import "./shop.css";
import type { ShopActions, ShopWindow } from "./shop-window.ts";

/** Asked anew each time: the SDK puts itself in its stub's place. */
const here = window as ShopWindow;

/** The visitor's own things live as long as the tab: log-in and cart are the shop's business, not the SDK's. */
const visit = sessionStorage;
const cart = (): { name: string; price: number }[] => JSON.parse(visit.getItem("cart") ?? "[]");
const home = document.querySelector<HTMLAnchorElement>("a.name")?.href ?? "/";

const shop: ShopActions = {
  identify() {
    here.watch?.tell("identify");
    visit.setItem("name", "Ann");
    here.htevents?.identify("ann", { name: "Ann" });
    show();
  },
  track(event, properties) {
    here.watch?.tell("track");
    here.htevents?.track(event, properties);
  },
  logOut(lastWords) {
    here.watch?.tell("log out");
    visit.removeItem("name");
    here.htevents?.reset();
    if (lastWords !== undefined) here.htevents?.track(lastWords);
    // At once, as a link does: the SDK had no time to tell the server.
    location.assign(home);
  },
};
Object.assign(window, { shop });

const element = (id: string) => document.getElementById(id);

function show(): void {
  const name = visit.getItem("name");
  const [logIn, logOut, count, order] = ["log-in", "log-out", "cart-count", "order"].map(element);
  if (logIn) logIn.hidden = name !== null;
  if (logOut) logOut.hidden = name === null;
  if (logOut) logOut.textContent = `Log out ${name ?? ""}`;
  if (count) count.textContent = cart().length === 0 ? "" : `(${cart().length})`;
  if (order) order.hidden = cart().length === 0;
  element("cart")?.replaceChildren(
    ...(cart().length === 0 ? ["Nothing in it yet."] : cart().map(({ name: product, price }) => line(product, price))),
  );
}

function line(product: string, price: number): HTMLLIElement {
  const made = document.createElement("li");
  made.append(product, Object.assign(document.createElement("b"), { textContent: `$${price}` }));
  return made;
}

element("log-in")?.addEventListener("click", shop.identify);
element("log-out")?.addEventListener("click", (click) => {
  click.preventDefault();
  shop.logOut();
});
element("order")?.addEventListener("click", () => {
  shop.track("Order Placed", { total: cart().reduce((sum, { price }) => sum + price, 0) });
  visit.removeItem("cart");
  show();
  // Of an empty cart there is nothing to say here.
  element("cart")?.replaceChildren();
  const note = element("cart-note");
  if (note) note.textContent = "Thank you. It is on its way.";
});
for (const button of document.querySelectorAll<HTMLButtonElement>("[data-product]")) {
  button.addEventListener("click", () => {
    const { product = "", price = "" } = button.dataset;
    visit.setItem("cart", JSON.stringify([...cart(), { name: product, price: Number(price) }]));
    shop.track("Product Added", { product, price: Number(price) });
    button.textContent = "Added";
    show();
  });
}
show();
