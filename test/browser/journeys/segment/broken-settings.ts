import { expect } from "vitest";
import { type SegmentVendor, segmentSettings, type ToldAnswer } from "../../../support/segment-vendor.ts";
import { PATIENCE } from "../../../support/vendor-events.ts";
import type { Profile } from "../../engines/engine.ts";
import { strangers } from "../../order.ts";
import { REPORTS } from "../../sdks/segment.ts";
import type { Shop } from "../../shop.ts";
import type { Journey } from "../journey.ts";

type SegmentShop = Shop<Profile, SegmentVendor>;
type Segment = Journey<Profile, SegmentVendor>;

const SETTINGS = /\/settings$/;

const CASES: readonly { readonly what: string; readonly answer: ToldAnswer; readonly starts: boolean }[] = [
  { what: "end in the middle", answer: { body: '{"integrations":{"Segment.io":{"apiKey":' }, starts: false },
  { what: "are HTML", answer: { headers: { "content-type": "text/html" }, body: "<h1>Oops</h1>" }, starts: false },
  { what: "are answered 503", answer: { status: 503, body: "down" }, starts: false },
  { what: "are a list", answer: { body: "[]" }, starts: false },
  {
    what: "have 10 MiB",
    answer: { body: JSON.stringify({ ...segmentSettings(), padding: "x".repeat(10 * 1024 * 1024) }) },
    starts: true,
  },
];

/** With firstparty between or without: the SDK does the same. */
async function expectOutcome(shop: SegmentShop, { answer, starts }: (typeof CASES)[number]): Promise<void> {
  shop.vendor.tell(SETTINGS, answer);
  await shop.visit("/");
  if (starts) {
    expect(await shop.nextEvent("page")).toMatchObject({ writeKey: "WK", userId: null });
    return;
  }
  const reports = () => shop.asked("/v1/m").filter(({ host }) => host === REPORTS);
  const said = () => reports().map((report) => report.body().toString());
  await expect.poll(said, PATIENCE).toEqual([expect.stringContaining("analytics_js.invoke.error")]);
  expect(said() + JSON.stringify(reports().map(({ headers }) => headers))).not.toContain("SECRET");
  expect(shop.events()).toEqual([]);
  // Nothing of it stays: the next page has good ones.
  await shop.visit("/");
  expect(await shop.nextEvent("page")).toMatchObject({ writeKey: "WK", userId: null });
}

const broken = ({ what, answer, starts }: (typeof CASES)[number]): Segment => ({
  name: `${starts ? "starts" : "does not start, and says so to the vendor,"} where its settings ${what}`,
  elsewhere: starts ? [] : [REPORTS],
  run: async (openShop) => expectOutcome(await openShop(), { what, answer, starts }),
});

const neverThere: Segment = {
  name: "does not start where its settings never come, and starts on the next page",
  elsewhere: [REPORTS],
  async run(openShop) {
    const shop = await openShop({ config: { timeouts: { headersMs: 300, retryMs: 0 } } });
    let letGo = () => {};
    const after = new Promise<void>((resolve) => (letGo = resolve));
    await expectOutcome(shop, { what: "", answer: { after }, starts: false });
    expect(shop.asked(shop.sdk.awaited).map(({ status }) => status)).toEqual([504, 200]);
    letGo();
  },
};

export const brokenSettings: readonly Segment[] = [...CASES.slice(0, 1).map(broken), neverThere];

/** Its own code's alone, whatever the browser. */
export const otherSettings: readonly Segment[] = CASES.slice(1).map(broken);

/** The same asked of the vendor's own hosts. */
export const brokenSettingsDirectly: readonly Segment[] = CASES.map((each) => ({
  name: `control: ${each.starts ? "starts" : "does not start"} where its settings ${each.what}`,
  async run(openShop) {
    const shop = await openShop();
    await expectOutcome(shop, each);
    expect(strangers(shop)).toContain("cdn.segment.com");
  },
}));
