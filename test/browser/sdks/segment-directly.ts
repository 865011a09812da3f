import type { SegmentVendor } from "../../support/segment-vendor.ts";
import { segment } from "./segment.ts";
import type { Sdk } from "./sdk.ts";

/** Segment's on a page without firstparty, for controls: it is asked for at the vendor's own hosts, and asks them. */
export const segmentDirectly: Sdk<SegmentVendor> = {
  ...segment,
  name: "Segment, without firstparty",
  vendorsHosts: ["cdn.segment.com", "api.segment.io"],
  pages: async () => ({
    head: `<script>
var analytics = (window.analytics = []);
analytics.page = function () { analytics.push(["page"]); };
analytics._writeKey = "WK";
analytics.page();
</script>
<script async src="https://cdn.segment.com/analytics.js/v1/WK/analytics.min.js"></script>`,
  }),
};
