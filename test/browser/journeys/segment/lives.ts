import type { SegmentVendor } from "../../../support/segment-vendor.ts";
import { livesWith } from "../lives.ts";

export const lives = livesWith<SegmentVendor>({
  global: "analytics",
  script: "",
  /** The answer to the page's first event, which has reached the vendor. */
  async slowly(shop, load) {
    let letGo = () => {};
    shop.vendor.tell(/^\/v1\/p$/, { after: new Promise<void>((resolve) => (letGo = resolve)) });
    await load(async () => {});
    return { letGo };
  },
});
