import type { IdentityGroup, Vendor } from "../../../core/index.ts";
import { clearCookies } from "../../../core/index.ts";
import { Broken, holds, same } from "../broken.ts";
import { handlerOf } from "../exchange.ts";
import type { Visit } from "../generate/visits.ts";
import { createJar, type Jar } from "../jar.ts";
import { SITES } from "../sites.ts";
import { isNamed } from "./names.ts";
import { isCookieValue, isToken } from "./set-cookie.ts";
import { siteOf } from "./site.ts";

type Values = ReadonlyMap<string, string>;

/** The default of `limits.headerBytes`. */
const HEADER_BYTES = 16_384;

/** Plays one call of a browser with its jar, then the same once more. */
export async function judgeVisit(visit: Visit): Promise<void> {
  const config = SITES[visit.site];
  const vendor: Vendor | undefined = config.vendors.find(({ id }) => id === visit.vendor);
  const site = siteOf({ seen: { host: visit.host, secure: true, url: "", method: "", header: () => null }, config });
  if (vendor === undefined || site === undefined) throw new Broken("a visit is to a site", visit.host);
  const jar = createJar(visit.host);
  let hasStray = false;
  for (const { name, value, isStray } of visit.jar) {
    const isTwin = name.endsWith("_srvr");
    const domain = isTwin ? site.domain : site.scriptDomain;
    // A Cookie header does not tell a host-only cookie from another; that it lies there shows once there are two.
    if (isStray && domain !== undefined) hasStray = true;
    jar.put({ name, value, httpOnly: isTwin, domain: isStray ? undefined : domain });
  }
  const before = jar.values();
  const isTooLong = visit.call !== "clearCookies" && jar.header().length > HEADER_BYTES;
  await call(visit, jar, vendor);
  if (isTooLong) return same("a Cookie header that is too long changes nothing", text(jar.values()), text(before));
  if (hasStray) {
    // Of two cookies of one name the first counts and the host-only one goes: the next calls work on what is left, five of a pattern at a time.
    for (let calls = 0; calls < 8; calls++) await call(visit, jar, vendor);
  } else {
    judgeChange(visit, vendor, before, jar.values());
  }
  judgeOthers(visit.call.startsWith("c") && visit.call !== "clear" ? config.vendors : [vendor], before, jar.values());
  // Twins have made it longer than the next call may be.
  if (jar.header().length > HEADER_BYTES) return;
  const after = jar.values();
  const doubles = [...after].filter(([name, value]) => value.includes("\n") && isTold(vendor, name));
  // Clear leaves what script wrote, an event what nobody is there for, and more than five of a pattern are not looked at.
  const isWhole = groupsOf(vendor, before, 99).length === groupsOf(vendor, before).length;
  const isCounted = isWhole && !["clear", "who/events"].includes(visit.call);
  if (isCounted) holds("no two cookies of one name are left", doubles.length === 0, doubles.join());
  if (visit.call === "consent/withdraw") await judgeWithdrawn(visit, jar, vendor);
  const again = await call(visit, jar, vendor);
  same("one more call changes nothing", text(jar.values()), text(after));
  if (visit.call === "who/events" && isWhole) same("an event that changes nothing writes nothing", again[0], undefined);
}

/** After a withdrawal nothing comes back: not by renew, and not by the answer to a renew that was on its way. */
async function judgeWithdrawn(visit: Visit, jar: Jar, vendor: Vendor): Promise<void> {
  for (const [browser, server] of [
    ["htjs_user_id", "htjs_user_id_srvr"],
    ["as_z", "as_z_srvr"],
  ] as const) {
    if (!isTold(vendor, browser)) continue;
    const domain = jar.cookies.find(({ name }) => name === "fp_withdrawn")?.domain;
    jar.put({ name: server, value: "late", domain, httpOnly: true });
    await call({ ...visit, call: "renew" }, jar, vendor);
    same("no twin outlives a withdrawal", jar.values().get(server), undefined);
    same("nothing comes back after a withdrawal", jar.values().get(browser), undefined);
  }
}

/** Resolves with what was set. */
async function call({ site, host, call: name }: Visit, jar: Jar, vendor: Vendor): Promise<readonly string[]> {
  const header = jar.header();
  const headers = { cookie: header, host, "sec-fetch-site": "same-origin" };
  if (name === "clearCookies") {
    const request = {
      method: "POST",
      url: `https://${host}/logout`,
      headers: { get: (each: string) => headers[each as "host"] ?? null },
    };
    const cleared = clearCookies(request as unknown as Request, SITES[site]);
    for (const line of cleared) jar.receive(line);
    return cleared;
  }
  const isRelayed = name.startsWith("who/");
  const { status, setCookies } = await handlerOf(site).answer(
    {
      method: name === "restore.js" || name === "who/settings" ? "GET" : "POST",
      url: `${vendor.path}/${name}`,
      host,
      secure: true,
      header: (each) => headers[each as "host"] ?? null,
      readBody: () =>
        isRelayed ? Promise.resolve(new ArrayBuffer(2)) : Promise.reject(new Error("a service reads no body")),
    },
    { fetch: taking },
  );
  // The vendor knows an opt-out of its SDK's, for which its relay reads cookies; without one it would answer an event whatever comes.
  same("the service answers", String(status), header.length > HEADER_BYTES ? "431" : "200");
  const bytes = setCookies.reduce((sum, line) => sum + line.length, 0);
  holds(
    "what comes back is bounded by what was sent",
    bytes <= 4 * header.length + 10_000 + 500 * jar.cookies.length,
    bytes,
  );
  for (const line of setCookies) jar.receive(line);
  return setCookies;
}

/** A vendor that takes whatever it is sent. */
const taking = Object.assign(async () => new Response("{}"), { encoding: "decoded" as const });

/** A vendor's groups under the names that the jar has. Of a pattern five count, but after a reset and for whoever clears. */
function groupsOf(vendor: Vendor, before: Values, most = 5): IdentityGroup[] {
  return (vendor.identity ?? []).flatMap((group) => {
    const [pair] = group;
    if (pair === undefined || !pair.browser.includes("*")) return [group];
    const [head = "", tail = ""] = pair.browser.split("*");
    const stars = new Set<string>();
    for (const name of before.keys()) {
      const plain =
        name.endsWith(`${tail}_srvr`) && name.length > head.length + tail.length + 5 ? name.slice(0, -5) : name;
      const isOne =
        plain.startsWith(head) && plain.endsWith(tail) && plain.length > head.length + tail.length && isToken(name);
      const star = plain.slice(head.length, plain.length - tail.length);
      // A twin of a twin is nobody's.
      if (isOne && !(tail === "" && star.length > 5 && star.endsWith("_srvr"))) stars.add(star);
    }
    return [...stars]
      .slice(0, most)
      .map((star) => [{ browser: head + star + tail, server: `${head}${star}${tail}_srvr` }]);
  });
}

/** FNV-1a of 32 bits, over octets. */
function checksum(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  let hash = 2_166_136_261n;
  for (const octet of Buffer.from(value, "latin1")) hash = ((hash ^ BigInt(octet)) * 16_777_619n) & 0xffff_ffffn;
  return hash.toString(36);
}

const isWritable = (name: string, value: string) => isCookieValue(value) && name.length + value.length <= 4_096;

/** What each call promises for each group, by the design's words. */
function judgeChange(visit: Visit, vendor: Vendor, before: Values, after: Values): void {
  const marker = `fp_reset_${vendor.id}`;
  const memory = before.get(`${marker}_srvr`);
  const personOf = (group: IdentityGroup, side: "browser" | "server") =>
    checksum(group.map((pair) => before.get(pair[side])).find((value) => value !== undefined));
  const named = before.has(marker) ? [] : (memory ?? "").split(".");
  const hasGone = (group: IdentityGroup) => {
    const person = personOf(group, "browser") ?? personOf(group, "server");
    return (before.has(marker) || memory !== undefined) && person !== undefined && !named.includes(person);
  };
  const isAnyGone = groupsOf(vendor, before).some(hasGone);
  const limit = (SITES[visit.site] as { limits?: { groupBytes?: number } }).limits?.groupBytes ?? 2_048;
  const isVisit = /^re|^who/.test(visit.call);
  // As much as four full groups have is written of one vendor.
  let left = 4 * limit;
  for (const group of groupsOf(vendor, before, isAnyGone || !isVisit ? 50 : 5)) {
    const isReset = hasGone(group);
    if (!isVisit) {
      for (const { browser, server } of group) {
        same("clear leaves no twin", after.get(server), undefined);
        same(
          "clearCookies leaves no cookie",
          after.get(browser),
          visit.call === "clear" ? before.get(browser) : undefined,
        );
      }
      continue;
    }
    const isThere = group.some(({ browser }) => before.has(browser));
    const side = isThere ? "browser" : "server";
    const bytes = group.reduce((sum, pair) => {
      const value = before.get(pair[side]);
      return sum + (value === undefined ? 0 : pair.browser.length + value.length);
    }, 0);
    const isTooMuch = bytes > Math.min(limit, left);
    const twins = group.filter(({ server }) => before.has(server));
    const mayRestore =
      visit.call !== "who/events" &&
      !isThere &&
      !isReset &&
      !isTooMuch &&
      twins.every(({ server }) => isWritable(server, before.get(server) ?? ""));
    // Behind a group that does not fit nothing does.
    if ((isThere || mayRestore) && bytes <= limit) left = bytes <= left ? left - bytes : 0;
    for (const { browser, server } of group) {
      const [own, twin] = [before.get(browser), before.get(server)];
      same(
        "renew leaves what the SDK wrote, and restores all of a group or nothing",
        after.get(browser),
        mayRestore ? twin : own,
      );
      const isCopied = isThere && own !== undefined && isWritable(server, own) && !isTooMuch;
      const isKept = own !== undefined && !isReset ? true : !isThere && !isReset;
      const stays = isCopied ? own : isKept || (isTooMuch && !isReset) ? twin : undefined;
      same("a twin is what its cookie is", after.get(server), stays);
    }
  }
  if (isVisit && (before.has(marker) || memory !== undefined)) {
    // Of a group whose cookies are lost its twins still say who is known.
    const persons = groupsOf(vendor, before, 50).flatMap((group) => {
      const lost = personOf(group, "server");
      return personOf(group, "browser") ?? (lost !== undefined && named.includes(lost) ? lost : []);
    });
    const all = [...new Set(persons)].slice(0, 20).join(".");
    same(
      "the memory of a log-out names who has come since",
      after.get(`${marker}_srvr`),
      before.has(marker) ? all || "1" : isAnyGone ? all || memory : memory,
    );
  }
  same("a marker is spent once it was seen", after.get(marker), isVisit ? undefined : before.get(marker));
}

function isTold(vendor: Vendor, name: string): boolean {
  return groupsOf(vendor, new Map([[name, ""]]))
    .flat()
    .some(({ browser, server }) => name === browser || name === server);
}

/** The cookies of others are not touched. */
function judgeOthers(vendors: readonly Vendor[], before: Values, after: Values): void {
  // Those of a vendor's own go with a withdrawal.
  const passing = vendors.length === 1 ? [] : ["xnpe_*"];
  const isOurs = (name: string) =>
    name.startsWith("fp_") || vendors.some((vendor) => isTold(vendor, name)) || isNamed(name, passing);
  for (const [name, value] of before) {
    if (isOurs(name)) continue;
    same("cookies of others stay", after.get(name), value);
  }
  for (const name of after.keys()) holds("nobody else's cookie is made", isOurs(name) || before.has(name), name);
}

const text = (values: Values): string =>
  [...values]
    .map((pair) => pair.join("="))
    .toSorted()
    .join("; ");
