import { expect, test } from "vitest";
import { createFirstParty, segment, type Transport } from "../../core/index.ts";

/** Base64 with blanks in it: KEY1 to whoever takes them for `+`, and EVILKEY99 to whoever skips them, as Node and Python do. */
const TWOFOLD =
  "eyJ3cml0ZUtleSI6IktFWTEiLCJ4IjoiX19fX19fI+++g++0s+Cgkid+3Jc+dTAwN+++jlc+dTAwNzRlS2V5I++jo+KIkVc+dTAwNTZJTEtFWTk5I+++g++0s++IlM+iI++Do+++iWU+dM++MH5%2BIn0g";

async function pixel(writeKeys: readonly string[], data: string): Promise<[status: number, requests: number]> {
  let requests = 0;
  const fetch: Transport = Object.assign(async () => (requests++, new Response("{}")), { encoding: "pass" as const });
  const handler = createFirstParty({ vendors: [segment({ writeKeys })], cookieDomains: ["shop.example"] });
  const request = new Request(`https://www.shop.example/sg/v1/pixel/track?data=${data}`);
  return [(await handler(request, { fetch })).status, requests];
}

test.each([
  ["blanks", TWOFOLD],
  ["characters of the other alphabet", TWOFOLD.replaceAll("+", "-")],
])("of a pixel's data whatever any reader finds counts: %s", async (_, data) => {
  expect(await pixel(["KEY1"], data)).toEqual([403, 0]);
  expect(await pixel(["EVILKEY99"], data)).toEqual([403, 0]);
  expect(await pixel(["KEY1", "EVILKEY99"], data)).toEqual([200, 1]);
});
