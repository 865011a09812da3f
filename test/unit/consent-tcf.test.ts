import {
  Base64Url,
  GVL,
  IntEncoder,
  PurposeRestriction,
  RestrictionType,
  TCModel,
  TCString,
  Vector,
  type VendorList,
} from "@iabtechlabtcf/core";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { tcf, type TcfOptions } from "../../consent/tcf.ts";

/** What the function says of a request whose cookie is this. */
function said(value: string | undefined, options?: TcfOptions, cookie = "euconsent-v2") {
  return tcf(options)({
    vendor: "hightouch",
    cookie: (name) => (name === cookie ? value : undefined),
    header: () => null,
    geo: undefined,
  });
}

/** A string as a consent tool makes it, by the library's own encoder. */
function encoded(
  purposes: number[],
  vendors: number[],
  oneTreatment = false,
  restrictions: readonly (readonly [purpose: number, type: RestrictionType, vendor: number])[] = [],
): string {
  const named = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        index + 1,
        { id: index + 1, name: "n", description: "d", illustrations: [] },
      ]),
    );
  const vendor = (id: number) => ({
    id,
    name: `v${id}`,
    purposes: [1, 3],
    legIntPurposes: [2],
    flexiblePurposes: [2, 3],
    specialPurposes: [],
    features: [],
    specialFeatures: [],
    policyUrl: "https://v.example",
    usesCookies: true,
    cookieRefresh: false,
    usesNonCookieAccess: false,
    dataRetention: { purposes: {}, specialPurposes: {} },
    urls: [],
  });
  const list = {
    gvlSpecificationVersion: 3,
    vendorListVersion: 90,
    tcfPolicyVersion: 5,
    lastUpdated: "2026-11-19T16:00:00Z",
    purposes: named(11),
    specialPurposes: named(3),
    features: named(3),
    specialFeatures: named(2),
    stacks: {},
    vendors: Object.fromEntries(Array.from({ length: 1_200 }, (_, index) => [index + 1, vendor(index + 1)])),
  };
  const model = new TCModel(new GVL(list as unknown as VendorList));
  model.cmpId = 7;
  model.cmpVersion = 1;
  model.consentScreen = 1;
  model.isServiceSpecific = true;
  model.publisherCountryCode = "DE";
  model.purposeOneTreatment = oneTreatment;
  model.purposeConsents.set(purposes);
  model.vendorConsents.set(vendors);
  for (const [purpose, type, id] of restrictions)
    model.publisherRestrictions.add(id, new PurposeRestriction(purpose, type));
  return TCString.encode(model);
}

const every = Array.from({ length: 1_200 }, (_, index) => index + 1);

test("purpose 1 decides by default, further purposes and a vendor where they are asked for", () => {
  const some = encoded([1, 3], [2, 755]);
  expect(said(some)).toBe("granted");
  expect(said(some, { purposes: [1, 3] })).toBe("granted");
  expect(said(some, { purposes: [1, 2, 3] })).toBe("denied");
  expect(said(some, { vendorId: 755 })).toBe("granted");
  expect(said(some, { vendorId: 754 })).toBe("denied");
  expect(said(some, { vendorId: 65_535 })).toBe("denied");
  expect(said(encoded([], []))).toBe("denied");
  expect(said(encoded([2, 3], every))).toBe("denied");
});

test("vendors as ranges say the same as vendors one by one", () => {
  // So many that the encoder writes ranges.
  const most = encoded(
    [1],
    every.filter((id) => id !== 600),
  );
  expect(said(most, { vendorId: 599 })).toBe("granted");
  expect(said(most, { vendorId: 600 })).toBe("denied");
  expect(said(most, { vendorId: 601 })).toBe("granted");
});

test("what the publisher does not allow a vendor on consent, no consent gives", () => {
  const { NOT_ALLOWED, REQUIRE_CONSENT, REQUIRE_LI } = RestrictionType;
  const some = encoded([1, 2, 3], [2, 3, 4, 5, 6], false, [
    [1, NOT_ALLOWED, 3],
    [2, REQUIRE_CONSENT, 2],
    [3, NOT_ALLOWED, 4],
    [3, NOT_ALLOWED, 5],
    [3, REQUIRE_LI, 6],
  ]);
  expect(TCString.decode(some).publisherRestrictions.numRestrictions).toBe(4);
  const all = [1, 2, 3];
  expect(said(some, { vendorId: 3 })).toBe("denied");
  expect(said(some, { vendorId: 3, purposes: [2, 3] }), "another purpose").toBe("granted");
  expect(said(some, { vendorId: 2, purposes: all }), "consent is asked for").toBe("granted");
  expect(said(some, { vendorId: 4, purposes: all })).toBe("denied");
  expect(said(some, { vendorId: 5, purposes: all }), "the end of a range").toBe("denied");
  expect(said(some, { vendorId: 6, purposes: all }), "consent does not count").toBe("denied");
  expect(said(some, { vendorId: 6 }), "another purpose").toBe("granted");
  expect(said(some, { purposes: all }), "no vendor is asked for").toBe("granted");
});

test("where purpose 1 needs no asking in the publisher's country, nobody was asked", () => {
  expect(said(encoded([3], [], true))).toBe("unknown");
  expect(said(encoded([3], [], true), { purposes: [3] })).toBe("granted");
});

// The sample on the metacpan page of GDPR::IAB::TCFv2, which reads purposes 1, 3, 9 and 10 there.
test("a string of somebody else's says what the library's whole decoder reads", () => {
  const sample =
    "CLcVDxRMWfGmWAVAHCENAXCkAKDAADnAABRgA5mdfCKZuYJez-NQm0TBMYA4oCAAGQYIAAAAAAEAIAEgAA.argAC0gAAAAAAAAAAAA";
  const whole = TCString.decode(sample);
  expect(said(sample, { purposes: [1, 3, 9, 10] })).toBe("granted");
  for (let id = 1; id <= 300; id++) {
    expect(said(sample, { vendorId: id }), `vendor ${id}`).toBe(whole.vendorConsents.has(id) ? "granted" : "denied");
    if (id > 24) continue;
    const isConsented = whole.purposeConsents.has(id);
    expect(said(sample, { purposes: [id] }), `purpose ${id}`).toBe(isConsented ? "granted" : "denied");
  }
});

test("it reads the cookie that it is told to read", () => {
  expect(said(encoded([1], []), { cookie: "eupubconsent-v2" }, "eupubconsent-v2")).toBe("granted");
  expect(said(encoded([1], []), {}, "eupubconsent-v2")).toBe("unknown");
});

test("wherever a string is cut off in its first part, nothing of it is believed", () => {
  const [core = ""] = encoded([1], [2, 755]).split(".");
  // The encoder fills the last 24 bits up; a string that has lost nothing but that is whole.
  for (let length = 0; length <= core.length - 4; length++) {
    expect(said(core.slice(0, length)), `${length} of ${core.length}`).toBe("unknown");
  }
  expect(said(core)).toBe("granted");
});

test.each([
  ["nothing", undefined],
  ["an empty value", ""],
  ["another version", `B${encoded([1], []).slice(1)}`],
  // Consent string 1.1, the sample of its specification.
  ["version 1", "BOEFEAyOEFEAyAHABDENAI4AAAB9vABAASA"],
  ["what is no base64url", `${encoded([1], []).slice(0, 20)}%3D${encoded([1], []).slice(20)}`],
  ["a giant", "C".repeat(1_000_000)],
  ["a range that ends before it starts", ranges([[9, 3]])],
])("%s is unknown", (_, value) => {
  expect(said(value)).toBe("unknown");
});

// The library's own decoder takes more than a second for such a cookie, which any visitor can send.
test("ranges that overlap cost no more than their characters", () => {
  const overlapping = ranges(Array.from({ length: 700 }, () => [1, 65_535]));
  const expanded = vi.spyOn(Vector.prototype, "set");
  expect(said(overlapping, { vendorId: 7 })).toBe("granted");
  expect(expanded).not.toHaveBeenCalled();
  expanded.mockRestore();
});

test("whatever a cookie holds, it says a state", () => {
  const base64url = fc.string({
    unit: fc.constantFrom(..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."),
    maxLength: 400,
  });
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        base64url.map((text) => `C${text}`),
      ),
      (value) => {
        expect(["granted", "denied", "unknown"]).toContain(said(value, { vendorId: 5 }));
      },
    ),
    { seed: 20_261_122, numRuns: 2_000 },
  );
});

test.each([
  { purposes: [] },
  { purposes: [0] },
  { purposes: [25] },
  { vendorId: 0 },
  { vendorId: 1.5 },
  { vendorID: 5 },
])("tcf(%j) is refused at set-up", (options) => {
  expect(() => tcf(options as TcfOptions)).toThrow(TypeError);
});

/** A whole core segment with purpose 1, and vendors in these ranges. */
function ranges(entries: (readonly [first: number, last: number])[]): string {
  const [core = ""] = encoded([1], []).split(".");
  const fixed = Base64Url.decode(core).slice(0, 213);
  const list = entries.map(([first, last]) => `1${IntEncoder.encode(first, 16)}${IntEncoder.encode(last, 16)}`);
  const vendors = `${"1".repeat(16)}1${IntEncoder.encode(list.length, 12)}${list.join("")}`;
  return Base64Url.encode(`${fixed}${vendors}${"0".repeat(17)}${"0".repeat(12)}`);
}
