import { BlockList, isIP, SocketAddress } from "node:net";
import fc from "fast-check";
import { expect, test } from "vitest";
import { anonymised } from "../../core/privacy/anonymise.ts";

const RUNS = { numRuns: 2_000, seed: 5 };

test.each([
  ["203.0.113.77", "203.0.113.0"],
  ["10.0.0.0", "10.0.0.0"],
  ["255.255.255.255", "255.255.255.0"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1::"],
  ["2001:DB8:00a1::7", "2001:db8:a1::"],
  ["2001:db8::7", "2001:db8::"],
  ["0:0:5::1", "0:0:5::"],
  ["::1", "::"],
  ["::", "::"],
  ["2001:db8:1::203.0.113.77", "2001:db8:1::"],
  ["::ffff:203.0.113.77", "203.0.113.0"],
  ["::ffff:cb00:714d", "203.0.113.0"],
  ["0:0:0:0:0:FFFF:203.0.113.77", "203.0.113.0"],
  // 2002:cb00:714d::/48 would be 203.0.113.77 to its last octet.
  ["2002:cb00:714d::1", "2002:cb00:7100::"],
  ["2002:cb00:004d::1", "2002:cb00::"],
])("%s is told as %s", (address, told) => {
  expect(anonymised(address)).toBe(told);
});

test.each(["", "unknown", "203.0.113", "203.0.113.256", "1.2.3.4.5", "1.2.3.", "203.0.113.77:80", "[2001:db8::7]"])(
  "what is no plain address is not told (%j)",
  (address) => {
    expect(anonymised(address)).toBe(undefined);
  },
);

test.each(["fe80::1%eth0", ":::1", "2001:db8::1::2", "1:2:3:4:5:6:7:8:9", "::x", "::1]/@evil", "1:2:3"])(
  "nor is %j",
  (address) => {
    expect(anonymised(address)).toBe(undefined);
  },
);

/** Node's own parser and printer know nothing of URLs. */
function canonical(address: string, prefix: number): string {
  const bits = prefix === 24 ? "ipv4" : "ipv6";
  expect(isIP(address)).toBe(prefix === 24 ? 4 : 6);
  return new SocketAddress({ address, family: bits }).address;
}

test("any IPv6 address is told as the first address of its own /48, in the form that inet_ntop writes", () => {
  const isSpecial = (address: string) => /^0?2002:/i.test(address) || anonymised(address)?.includes(".") === true;
  fc.assert(
    fc.property(fc.ipV6(), (address) => {
      fc.pre(!isSpecial(address));
      const told = anonymised(address) ?? "";
      expect(told).toBe(canonical(told, 48));
      const own = new BlockList();
      own.addSubnet(address, 48, "ipv6");
      expect(own.check(told, "ipv6")).toBe(true);
      const first = new BlockList();
      first.addRange(told, told, "ipv6");
      // Its last 80 bits are zeros: one less is in another network.
      const groups = told.replace(/::$/, "").split(":").filter(Boolean);
      expect(groups.length).toBeLessThanOrEqual(3);
    }),
    RUNS,
  );
});

test("any IPv4 address keeps its /24 and loses its last octet, also where IPv6 carries it", () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.boolean(), (address, isMapped) => {
      const told = anonymised(isMapped ? `::ffff:${address}` : address) ?? "";
      expect(told).toBe(canonical(told, 24));
      expect(told.split(".")).toEqual([...address.split(".").slice(0, 3), "0"]);
    }),
    RUNS,
  );
});
