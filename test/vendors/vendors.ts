import { bloomreach, hightouch, segment, type Vendor } from "../../core/index.ts";

/**
 * Every vendor as its factory makes it: first as its page in docs/vendors tells of it, then with its options in use. A new vendor is a line
 * here, and is held to the contract.
 */
export const VENDORS: Readonly<Record<string, readonly Vendor[]>> = {
  hightouch: [
    hightouch(),
    hightouch({ path: "/a/b", renewPath: "/a/b/id", clearPath: "/forget", writeKeys: ["KEY1", "KEY2"] }),
    hightouch({ hosts: { events: "https://events.example.com/base" }, writeKeys: { KEY1: ["example.com"] } }),
  ],
  segment: [
    segment({ writeKeys: ["WRITE_KEY"], alias: "shop" }),
    segment(),
    segment({
      path: "/a/b",
      region: "eu",
      writeKeys: { KEY1: ["example.com"], KEY2: ["example.de", "localhost"] },
      alias: { shop: "KEY1", "deep/er/laden": "KEY2" },
      globalName: "tracker",
    }),
    segment({ hosts: { cdn: "http://127.0.0.1:1" }, alias: { shop: "KEY1" } }),
  ],
  bloomreach: [
    bloomreach({ projectTokens: ["TOKEN"] }),
    bloomreach({ path: "/a/b", instance: "api.eu1.exponea.com", projectTokens: ["TOKEN-1", "TOKEN-2"], editor: true }),
    bloomreach({ hosts: { api: "http://127.0.0.1:1" }, projectTokens: { "TOKEN-1": ["example.com"] } }),
  ],
};
