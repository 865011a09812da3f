import fc from "fast-check";
import { expect, test } from "vitest";
import { coarseAgent } from "../../core/privacy/coarse-agent.ts";

const WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)";
const SAFARI = "AppleWebKit/605.1.15 (KHTML, like Gecko)";

const samples: readonly [what: string, sent: string, coarse: string][] = [
  [
    "Chrome on Windows, as it was before Chromium's reduction",
    `Mozilla/5.0 (Windows NT 6.3; WOW64) ${WEBKIT} Chrome/93.0.4577.82 Safari/537.36`,
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/93.0.0.0 Safari/537.36`,
  ],
  [
    "Edge on a Mac",
    `Mozilla/5.0 (Macintosh; Intel Mac OS X 11_6_2) ${WEBKIT} Chrome/120.0.6099.129 Safari/537.36 Edg/120.0.2210.91`,
    `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${WEBKIT} Chrome/120.0.0.0 Safari/537.36 Edg/120.0.0.0`,
  ],
  [
    "Chrome on a phone, with model and build",
    `Mozilla/5.0 (Linux; Android 13; SM-S908B Build/TP1A.220624.014) ${WEBKIT} Chrome/116.0.5845.163 Mobile Safari/537.36`,
    `Mozilla/5.0 (Linux; Android 10; K) ${WEBKIT} Chrome/116.0.0.0 Mobile Safari/537.36`,
  ],
  [
    "Chrome on a tablet",
    `Mozilla/5.0 (Linux; Android 12; SM-X906C) ${WEBKIT} Chrome/116.0.5845.163 Safari/537.36`,
    `Mozilla/5.0 (Linux; Android 10; K) ${WEBKIT} Chrome/116.0.0.0 Safari/537.36`,
  ],
  [
    "a WebView",
    `Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/UD1A.230803.041; wv) ${WEBKIT} Version/4.0 Chrome/125.0.6422.165 Mobile Safari/537.36`,
    `Mozilla/5.0 (Linux; Android 10; K; wv) ${WEBKIT} Version/4.0 Chrome/125.0.0.0 Mobile Safari/537.36`,
  ],
  [
    "Chrome OS",
    `Mozilla/5.0 (X11; CrOS aarch64 15633.69.0) ${WEBKIT} Chrome/119.0.6045.212 Safari/537.36`,
    `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${WEBKIT} Chrome/119.0.0.0 Safari/537.36`,
  ],
  [
    "Safari on an iPhone",
    `Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) ${SAFARI} Version/17.5 Mobile/15E148 Safari/604.1`,
    `Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) ${SAFARI} Version/17.0 Mobile/15E148 Safari/604.1`,
  ],
  [
    "Chrome on an iPad, with the build of its system",
    `Mozilla/5.0 (iPad; CPU OS 16_7_2 like Mac OS X) ${SAFARI} CriOS/119.0.6045.169 Mobile/20H115 Safari/604.1`,
    `Mozilla/5.0 (iPad; CPU OS 16_0 like Mac OS X) ${SAFARI} CriOS/119.0.0.0 Mobile/15E148 Safari/604.1`,
  ],
  [
    "Firefox on Ubuntu",
    "Mozilla/5.0 (X11; Ubuntu; Linux aarch64; rv:133.0) Gecko/20100101 Firefox/133.0",
    "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0",
  ],
  [
    "Firefox on a tablet",
    "Mozilla/5.0 (Android 14; Tablet; LG-V500; rv:133.0) Gecko/133.0 Firefox/133.0.3",
    "Mozilla/5.0 (Android 10; Tablet; rv:133.0) Gecko/133.0 Firefox/133.0.0",
  ],
  [
    "an app's own browser, with model, carrier and language",
    `Mozilla/5.0 (iPhone; CPU iPhone OS 16_1 like Mac OS X) ${SAFARI} Mobile/20B82 [FBAN/FBIOS;FBAV/391.0.0.41;FBDV/iPhone14,5;FBCR/Telekom;FBLC/de_DE]`,
    `Mozilla/5.0 (iPhone; CPU iPhone OS 16_0 like Mac OS X) ${SAFARI} Mobile/15E148`,
  ],
  [
    "another, in a comment at its end",
    `Mozilla/5.0 (Linux; Android 12; SM-G991B; wv) ${WEBKIT} Version/4.0 Chrome/115.0.5790.166 Mobile Safari/537.36 Instagram 296.0.0.35.109 Android (31/12; 420dpi; samsung; SM-G991B; de_DE)`,
    `Mozilla/5.0 (Linux; Android 10; K; wv) ${WEBKIT} Version/4.0 Chrome/115.0.0.0 Mobile Safari/537.36`,
  ],
  [
    "a robot, which the vendor has to know for one",
    `Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) ${WEBKIT} Chrome/119.0.6045.199 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)`,
    `Mozilla/5.0 (Linux; Android 10; K) ${WEBKIT} Chrome/119.0.0.0 Mobile Safari/537.36 (compatible; Googlebot/2.0; +http://www.google.com/bot.html)`,
  ],
  [
    "a robot that names a phone's model",
    "Mozilla/5.0 (compatible; AhrefsBot/7.0; SM-S918B; +http://ahrefs.com/robot/)",
    "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
  ],
  [
    "a phone with a robot in its name",
    `Mozilla/5.0 (Linux; Android 10; CUBOT NOTE 20 Build/X; wv) ${WEBKIT} Version/4.0 Chrome/116.0.1.1 Mobile Safari/537.36`,
    `Mozilla/5.0 (Linux; Android 10; K; wv) ${WEBKIT} Version/4.0 Chrome/116.0.0.0 Mobile Safari/537.36`,
  ],
  [
    "another, of an app",
    "Dalvik/2.1.0 (Linux; U; Android 14; CUBOT X30 Build/UP1A)",
    "Dalvik/2.0.0 (Linux; Android 10; K)",
  ],
  [
    "somebody who says that he is one, and his phone's number",
    "okhttp/4.9.0 (bot; SM-S918B; imei 354)",
    "okhttp/4.0.0",
  ],
  ["a number in the place of a version", "CANARYuser/55512345 okhttp/4.9.0", "okhttp/4.0.0"],
  ["a server library", "events-sdk-js-node/latest", "events-sdk-js-node/latest"],
  ["another", "okhttp/4.12.0", "okhttp/4.0.0"],
  ["an app with the model in its name", "Nokia6300/2.0 (04.20) Profile/MIDP-2.0", ""],
  ["an app on a device that says so", "MyShop/3.14.1 (iPhone14,5; iOS 17.5.1; Scale/3.00)", "MyShop/3.0.0 (iPhone)"],
  [
    "a television",
    "Mozilla/5.0 (SMART-TV; Linux; Tizen 6.0; QE55Q80A) Version/6.0 TV Safari/537.36",
    "Mozilla/5.0 Version/6.0 Safari/537.36",
  ],
  ["no User-Agent at all", "", ""],
];

test.each(samples)("%s", (_, sent, coarse) => {
  expect(coarseAgent(sent)).toBe(coarse);
});

test("what is coarse stays as it is", () => {
  for (const [, , coarse] of samples) expect(coarseAgent(coarse)).toBe(coarse);
});

test("whatever is sent, only products with majors, known constants and robots' own words are left", () => {
  const piece = fc.oneof(
    fc.constantFrom(...samples.flatMap(([, sent]) => sent.split(/(?<=[;() [\]])/))),
    fc.string({ unit: "binary-ascii", maxLength: 12 }),
  );
  const known =
    /^(?:[A-Za-z][A-Za-z-]*\/(?:\d{1,4}(?:\.0)*|[a-z]+)|Gecko\/20100101|Mozilla\/5\.0|AppleWebKit\/(?:537\.36|605\.1\.15)|Safari\/(?:537\.36|604\.1|605\.1\.15)|Mobile(?:\/15E148)?|\(KHTML, like Gecko\)|\((?:X11; CrOS x86_64 14541\.0\.0|Windows NT 10\.0; Win64; x64|iPhone(?:; CPU iPhone OS \d+_0 like Mac OS X)?|iPad(?:; CPU OS \d+_0 like Mac OS X)?|Macintosh; Intel Mac OS X 10(?:_15_7|\.15)|Android 10; (?:Tablet|Mobile)|Linux; Android 10; K(?:; wv)?|X11; Linux x86_64)(?:; rv:\d+\.0)?\)|\((?:(?:compatible|[\w.!-]*(?:bot|crawler|spider)(?:\/[\d.]+)?|\+?https?:\/\/\S+)(?:; |(?=\))))+\))$/i;
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const coarse = coarseAgent(pieces.join(""));
      const parts = coarse.match(/\([^()]*\)|[^\s()]+/g) ?? [];
      for (const part of parts) expect(part).toMatch(known);
      expect(coarse).toMatch(/^[^\r\n]*$/);
    }),
    { numRuns: 3_000, seed: 5 },
  );
});
