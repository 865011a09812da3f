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
    },
  );

  test("control: says another person where there is no cookie service", async ({ openPanel }) => {
    const panel = await openPanel();
    await panel.choose("Plain");
    await panel.press("8 days pass");
    await panel.untilSaid("Another person.");
    expect(await panel.lane("htjs_anonymous_id_srvr")).toEqual(["", "", ""]);
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
    expect(await panel.page.getByLabel("Set-up").inputValue()).toBe("firstparty");
    expect(new Set(panel.asked.map(({ hostname }) => hostname))).toEqual(new Set(["localhost"]));
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
