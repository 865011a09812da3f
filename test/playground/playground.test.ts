import axe from "axe-core";
import { describe, expect } from "vitest";
import { startDev } from "../support/serve-process.ts";
import { lowestContrast } from "./contrast.ts";
import { type Panel, PATIENCE, test } from "./panel.ts";

const verdictsOf = ({ page }: Panel) => page.locator(".verdicts tbody tr td > b").allInnerTexts();

describe("the playground in Chromium", { timeout: 120_000 }, () => {
  test("shows an event as the vendor received it, beside what of the browser's request was kept from it", async ({
    openPanel,
  }) => {
    const panel = await openPanel();
    await panel.press("Identify");
    await panel.untilSaid("Hightouch has identify from");
    // The next event carries the cookies that identify has led to.
    await expect.poll(() => panel.inJar("htjs_user_id_srvr"), PATIENCE).toEqual(["HttpOnly", "ann"]);
    await panel.press("Track");
    await panel.untilSaid("Hightouch has track “Button Pressed” from");
    const { summary, reached, stayed } = await panel.newestEvent();
    expect(summary).toMatch(/^track Button Pressed ann [0-9a-f]{8}$/);
    expect(reached).toEqual(expect.arrayContaining(["content-type", "user-agent", "x-forwarded-for"]));
    expect(reached).not.toContain("cookie");
    expect(stayed).toEqual(
      expect.arrayContaining(["cookie shop_session", "cookie htjs_user_id_srvr", "origin", "referer"]),
    );
    expect(stayed).not.toContain("content-type");
  });

  test.for(["localhost", "127.0.0.1"] as const)(
    "says the same person when 8 days have passed (%s)",
    async (host, { openPanel }) => {
      const panel = await openPanel({ host });
      const id = await untilKnown(panel);
      await panel.press("8 days pass");
      const said = await panel.untilSaid("Same person.");
      expect(said).toContain(`Anonymous id ${id} came back from its HttpOnly twin`);
      await expect
        .poll(async () => (await panel.lane("htjs_anonymous_id")).slice(-3), PATIENCE)
        .toEqual(["✕ dropped", `${id}, written by the server`, `${id}, written by script`]);
      expect((await panel.lane("htjs_anonymous_id_srvr")).at(-3)).toBe(`${id}, still there`);
      expect(await panel.page.locator(".timeline").innerText()).toContain("Day 8 · next visit");
      await expect
        .poll(() => clocksOf(panel), PATIENCE)
        .toEqual([expect.stringMatching(/^6 d 23:5\d:\d\d left$/), "400 days left"]);
    },
  );

  test("control: says another person where there is no cookie service", async ({ openPanel }) => {
    const panel = await openPanel();
    await panel.choose("Plain");
    await panel.press("8 days pass");
    await panel.untilSaid("Another person.");
    expect(await panel.lane("htjs_anonymous_id_srvr")).toEqual(["", "", ""]);
  });

  test("shows for how long the vendor's sample asks", async ({ openPanel }) => {
    const panel = await openPanel();
    await panel.choose("Vendor’s sample");
    await expect
      .poll(() => clocksOf(panel), PATIENCE)
      .toEqual([expect.stringMatching(/^6 d 23:5\d:\d\d left$/), "365 days left"]);
  });

  test("shows a log-out that is cut off by the next page, and the marker that saves it", async ({ openPanel }) => {
    const panel = await openPanel();
    await panel.press("Identify");
    await panel.untilSaid("Hightouch has identify from");
    await expect.poll(() => panel.inJar("htjs_user_id_srvr"), PATIENCE).toEqual(["HttpOnly", "ann"]);
    await panel.press("Log out");
    await panel.untilSaid("A new person.");
    const marker = ["1, written by script", "✕ expired"];
    await expect.poll(() => panel.lane("fp_reset_hightouch"), PATIENCE).toEqual(expect.arrayContaining(marker));
    await expect.poll(() => panel.inJar("htjs_user_id_srvr"), PATIENCE).toEqual([]);
  });

  test("breaks what the other set-ups break, keeps what ours keeps, and asks nobody but this machine", async ({
    openPanel,
  }) => {
    const panel = await openPanel();
    await panel.breakIt();
    const said = await panel.untilSaid("Played.");
    expect(said).toContain("Plain 2 of 3, Vendor’s sample 1 of 3, firstparty 3 of 3.");
    // The fresh visitor's cookies are renewed, which is no reason to say something else.
    await expect.poll(() => panel.inJar("htjs_anonymous_id_srvr"), PATIENCE).toHaveLength(2);
    expect(await panel.untilSaid("")).toBe(said);
    expect(await verdictsOf(panel)).toEqual(
      [
        ["✕ Another person", "✓ Same person", "✓ Same person"],
        ["✓ A new person", "✕ Resurrected", "✓ A new person"],
        ["✓ A new person", "✕ Glued", "✓ A new person"],
      ].flat(),
    );
    await panel.page.getByRole("button", { name: "Play again" }).click();
    await expect.poll(() => verdictsOf(panel), PATIENCE).toEqual([]);
    await panel.breakIt();
    await panel.untilSaid("A visitor has come to the shop.");
    await expect.poll(() => panel.page.getByLabel("Set-up").inputValue(), PATIENCE).toBe("firstparty");
    expect(new Set(panel.asked.map(({ hostname }) => hostname))).toEqual(new Set(["localhost"]));
  });

  test("waits for the shop's page, says what did not happen, and goes on", async ({ openPanel }) => {
    const panel = await openPanel();
    const page = "**/playground/shop.js";
    let letGo = () => {};
    const held = new Promise<void>((resolve) => (letGo = resolve));
    await panel.page.route(page, async (route) => {
      await held;
      await route.continue();
    });
    await panel.page.frameLocator("iframe").getByRole("link", { name: "Fern" }).click({ noWaitAfter: true });
    await panel.page.frameLocator("iframe").getByText("Asks for little.").waitFor();
    await panel.press("Identify");
    letGo();
    await panel.untilSaid("Hightouch has identify from");

    await panel.page.route("**/ht/v1/*", (route) => route.abort());
    await panel.press("Track");
    await panel.untilSaid("Not done. No track has reached Hightouch: try it again");
    await panel.page.unrouteAll();
    await panel.press("Track");
    await panel.untilSaid("Hightouch has track");
  });

  test("lets one tab of a browser play at a time", async ({ openPanel }) => {
    const panel = await openPanel();
    const other = await panel.page.context().newPage();
    await other.goto(panel.page.url());
    const said = (words: string) => other.locator(".verdict", { hasText: words }).waitFor();
    await said("The playground is open in another tab; this one looks on.");
    await other.getByRole("switch", { name: "Break it" }).click();
    await panel.press("Identify");
    await panel.untilSaid("Hightouch has identify from");
    expect(await other.locator(".break-it").count()).toBe(0);
    expect(await other.locator("details").count()).toBeGreaterThan(1);
    await panel.page.close();
    await said("Hightouch has page from");
  });

  test("puts what it hears late where it belongs", async ({ openPanel }) => {
    const panel = await openPanel();
    const at = Date.now() + 1_000;
    for (const [later, name, value] of [
      [1, "htjs_user_id", "second"],
      [0, "htjs_user_id", "first"],
      [2, "fp_reset_hightouch", "1"],
    ] as const) {
      const moment = { at: at + later, kind: "script", writes: [{ store: "cookie", name, value }] };
      await panel.page.evaluate(
        (data) => fetch("/playground/moments", { method: "POST", body: data }),
        JSON.stringify([moment]),
      );
    }
    await expect.poll(() => panel.lane("fp_reset_hightouch"), PATIENCE).toContain("1, written by script");
    expect((await panel.lane("htjs_user_id")).at(-1)).toBe("second, written by script");
  });

  test("orders, and thanks", async ({ openPanel }) => {
    const shop = (await openPanel()).page.frameLocator("iframe");
    await shop.getByRole("link", { name: "Fern" }).click();
    await shop.getByRole("button", { name: "Add to cart" }).click();
    await shop.getByRole("link", { name: "Cart (1)" }).click();
    await shop.getByRole("button", { name: "Place the order" }).click();
    await expect
      .poll(() => shop.locator("main").innerText(), PATIENCE)
      .toBe("Your cart\n\nThank you. It is on its way.");
  });

  test("says so when its server stops, and goes on when it is back", async ({ openPanel }) => {
    const first = await startDev(["--port", "0"]);
    const panel = await openPanel({ port: first.port });
    await expect.poll(() => panel.inJar("htjs_anonymous_id_srvr"), PATIENCE).toHaveLength(2);
    // A page that listens does not keep the server up.
    expect(await first.stop()).toBe(0);
    await panel.page.getByRole("alert").filter({ hasText: "has stopped" }).waitFor();
    const second = await startDev(["--port", String(first.port)]);
    try {
      await panel.untilSaid("The server has started anew");
      await panel.page.getByRole("alert").waitFor({ state: "detached" });
      await panel.press("Track");
      await panel.untilSaid("Hightouch has track");
      expect((await panel.lane("htjs_anonymous_id_srvr"))[0]).toMatch(/^[0-9a-f]{8}, from before the start$/);
    } finally {
      await second.stop();
    }
  });

  test("begins nothing new where a server has started anew: not with Ann who comes back, nor with a play cut short", async ({
    openPanel,
  }) => {
    const first = await startDev(["--port", "0"]);
    const panel = await openPanel({ port: first.port });
    await panel.press("Identify");
    await expect.poll(() => panel.inJar("htjs_user_id_srvr"), PATIENCE).toEqual(["HttpOnly", "ann"]);
    expect(await first.stop()).toBe(0);
    const second = await startDev(["--port", String(first.port)]);
    await panel.untilSaid("The server has started anew");
    await panel.press("8 days pass");
    await panel.untilSaid("Hightouch has page from");
    await panel.breakIt();
    await expect.poll(() => verdictsOf(panel), PATIENCE).not.toEqual([]);
    expect(await second.stop()).toBe(0);
    const third = await startDev(["--port", String(first.port)]);
    try {
      await panel.page.getByRole("alert").waitFor({ state: "detached" });
      await panel.page.getByRole("button", { name: "Play again" }).waitFor();
      expect(await panel.page.locator(".verdicts").innerText()).not.toContain("playing…");
      await panel.press("Track");
      await panel.untilSaid("Hightouch has track");
    } finally {
      await third.stop();
    }
  });

  test.for(["light", "dark"] as const)("is accessible, and fits a phone (%s)", async (colorScheme, { openPanel }) => {
    const panel = await openPanel({ colorScheme, width: 320 });
    await panel.press("Identify");
    await panel.untilSaid("Hightouch has identify from");
    await panel.press("8 days pass");
    await panel.untilSaid("Same person.");
    await panel.newestEvent();
    await expectAccessible(panel);
    await panel.breakIt();
    // The shop's frame stands still again.
    await panel.untilSaid("Played.");
    await expectAccessible(panel);
    await panel.page.setViewportSize({ width: 1280, height: 900 });
    await expectAccessible(panel);
  });
});

/** Of script's anonymous id, and of its twin. */
const clocksOf = (panel: Panel) => Promise.all(["htjs_anonymous_id", "htjs_anonymous_id_srvr"].map(panel.clock));

/** The first 8 characters of the visitor's anonymous id. */
async function untilKnown(panel: Panel): Promise<string> {
  const look = async () => (await panel.inJar("htjs_anonymous_id"))[0];
  await expect.poll(look, PATIENCE).toMatch(/^[0-9a-f]{8}$/);
  return (await look()) ?? "";
}

async function expectAccessible({ page }: Panel) {
  const width = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth] as const);
  expect(width[0]).toBeLessThanOrEqual(width[1]);
  // The panel's page and the shop in its frame, each by itself.
  for (const frame of page.frames()) {
    await frame.evaluate(axe.source);
    const { violations } = await frame.evaluate(() =>
      (window as unknown as { axe: typeof axe }).axe.run(document, { iframes: false, resultTypes: ["violations"] }),
    );
    expect(violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])).toEqual([]);
  }
  // Of text on a gradient axe says nothing.
  expect(await page.evaluate(lowestContrast, ".bar.script, .key.script")).toBeGreaterThanOrEqual(4.5);
}
