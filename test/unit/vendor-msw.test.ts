import { expect, test } from "vitest";
import { mswVendors } from "../parity/vendor-msw.ts";

test("a vendor in this process breaks off as one on the wire does: its head has arrived, and half of its body", async () => {
  const [vendor] = mswVendors(1);
  if (vendor === undefined) throw new Error("one was asked for");
  for (const framing of [["content-length", "200000"] as const, ["transfer-encoding", "chunked"] as const]) {
    vendor.play([{ headers: [framing], body: "x".repeat(100_000), truncates: true }]);
    const response = await fetch(`${vendor.url}/script.js`);
    expect(response.status).toBe(200);
    await expect(response.arrayBuffer()).rejects.toThrow();
  }
  await vendor.stop();
});
