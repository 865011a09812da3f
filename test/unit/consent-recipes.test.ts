import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type ConsentCookie, createFirstParty, hightouch } from "../../core/index.ts";

const page = await readFile(join(import.meta.dirname, "../../docs/consent.md"), "utf8");

/** As docs/consent.md has them. */
function recipe(name: string): ConsentCookie {
  const [, code] = new RegExp(`^export const ${name} = (\\{.*?^\\});`, "ms").exec(page) ?? [];
  return new Function(`return ${code}`)() as ConsentCookie;
}

const optanon = (groups: string) =>
  `isGpcEnabled=0&datestamp=Wed+Feb+01+2023+12%3A35%3A32+GMT%2B0100+(Central+European+Standard+Time)&version=202209.1.0&isIABGlobal=false&hosts=&consentId=7f3cf16d&interactionCount=1&landingPath=NotLandingPage&groups=${groups}&geolocation=AT%3B9&AwaitingReconsent=false`;
const cookiebot = (answer: string) =>
  `{stamp:%27isdDw/c0pwWX/LsUh7ZNIxK7j7pXFLAJXAGmoOB3UslXAV/Szy8xVA==%27%2Cnecessary:true%2C${answer}%2Cmethod:%27explicit%27%2Cver:1%2Cutc:1642090924001%2Cregion:%27lt%27}`;

// Of the forms that public pages show, with what identifies somebody made shorter.
test.each([
  ["onetrust", optanon("C0001%3A1%2CC0002%3A1%2CC0003%3A0%2CC0004%3A0"), "granted"],
  ["onetrust", optanon("C0002%3A1%2CC0001%3A1"), "granted"],
  ["onetrust", optanon("C0001%3A1%2CC0002%3A0%2CC0003%3A1%2CC0004%3A1%2CC0005%3A1"), "denied"],
  ["onetrust", optanon("C0001%3A1%2CXC0002%3A1"), "unknown"],
  ["onetrust", optanon(""), "unknown"],
  ["onetrust", undefined, "unknown"],
  ["cookiebot", cookiebot("preferences:true%2Cstatistics:true%2Cmarketing:false"), "granted"],
  ["cookiebot", cookiebot("preferences:true%2Cstatistics:false%2Cmarketing:true"), "denied"],
  ["cookiebot", "-1", "granted"],
  ["cookiebot", "0", "denied"],
  ["cookiebot", "-10", "unknown"],
])("the recipe for %s reads its cookie (%#)", async (name, value, state) => {
  const source = recipe(name);
  const handler = createFirstParty({ vendors: [hightouch()], cookieDomains: [], consent: { from: [source] } });
  const headers = { cookie: value === undefined ? "a=b" : `a=b; ${source.cookie}=${value}` };
  const answer = await handler(new Request("https://www.example.com/ht/renew", { method: "POST", headers }));
  expect(await answer.json()).toMatchObject({ consent: state });
});
