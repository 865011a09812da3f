import { expect, test, vi } from "vitest";
import { createFirstParty, hightouch, type Vendor } from "../../core/index.ts";
import { base, request } from "../support/core-request.ts";

test("an event that is dropped is answered as its route says", async () => {
  const { routes, ...rest } = hightouch() as Vendor;
  const acknowledging = (acknowledgement: object, methods: readonly string[]): Vendor => ({
    ...rest,
    routes: routes.map((route) =>
      route.kind === "collect" ? { ...route, methods, acknowledgement } : route,
    ) as Vendor["routes"],
  });
  const drop = async (vendor: Vendor, method: string) => {
    const { answer } = createFirstParty({ ...base, vendors: [vendor], disabled: true });
    const { status, headers, body } = await answer({ ...request(), method });
    return [status, headers["content-type"], headers["cache-control"], body];
  };
  const text = acknowledging({ status: 202, contentType: "text/plain", body: "ok" }, ["GET", "HEAD", "POST"]);
  expect(await drop(text, "POST")).toEqual([202, "text/plain", "no-store", "ok"]);
  expect(await drop(text, "GET")).toEqual([202, "text/plain", "no-store", "ok"]);
  expect(await drop(text, "HEAD")).toEqual([202, "text/plain", "no-store", null]);
  expect(await drop(acknowledging({ status: 204 }, ["POST"]), "POST")).toEqual([204, undefined, "no-store", null]);
});

test("what is dropped is read to its end: left unread it would cost the client its connection", async () => {
  for (const config of [base, { ...base, disabled: true }]) {
    const readBody = vi.fn(async () => new Uint8Array(2));
    const { answer } = createFirstParty(config);
    const sent = request({ headers: { cookie: "fp_withdrawn=1" }, readBody });
    expect(await answer(sent)).toMatchObject({ status: 200 });
    expect(readBody).toHaveBeenCalledTimes(1);
    expect(await answer({ ...sent, readBody: async () => null }), "but not without an end").toMatchObject({
      status: 413,
    });
  }
});
