// IAB Europe Transparency & Consent Framework, consent string v2 (2.0 to 2.3):
// https://github.com/InteractiveAdvertisingBureau/GDPR-Transparency-and-Consent-Framework, read on 2026-11-22
import { Base64Url, BitLength, BooleanEncoder, Fields, FieldSequence, IntEncoder } from "@iabtechlabtcf/core";
import type { ConsentFunction, ConsentState } from "../core/consent/consent-types.ts";

export interface TcfOptions {
  /** Every one of these purposes has to be consented to, 1 to 24. Default `[1]`, "store and/or access information on a device". */
  readonly purposes?: readonly number[] | undefined;
  /** And this vendor of the Global Vendor List. Default: none is asked for. */
  readonly vendorId?: number | undefined;
  /** The cookie that holds the consent string. Default `euconsent-v2`; OneTrust's is `eupubconsent-v2`. */
  readonly cookie?: string | undefined;
}

/** Of the types of a publisher's restriction the one that consent still meets. */
const REQUIRE_CONSENT = 1;

/** Far above what a cookie holds. */
const MAX_CHARACTERS = 8_192;

/**
 * For `consent.from`: granted where the visitor's TCF v2 string consents to all that is asked, denied where it does not or where the
 * publisher keeps the vendor from it, and unknown without a string, or with one that is malformed, cut off, or of another version.
 * Throws a TypeError on options that cannot be.
 */
export function tcf(options: TcfOptions = {}): ConsentFunction {
  const { purposes = [1], vendorId, cookie = "euconsent-v2", ...unknown } = options;
  // A misspelt vendorId would be a consent that nobody gave.
  const [misspelt] = Object.keys(unknown);
  if (misspelt !== undefined)
    throw new TypeError(`tcf() has no option "${misspelt}"; it takes purposes, vendorId, cookie`);
  if (purposes.length === 0 || !purposes.every((purpose) => isWithin(purpose, BitLength[Fields.purposeConsents])))
    throw new TypeError(`tcf() purposes must name purposes from 1 to 24 (got ${JSON.stringify(purposes)})`);
  if (vendorId !== undefined && !isWithin(vendorId, 2 ** BitLength.vendorId - 1))
    throw new TypeError(`tcf() vendorId must be a vendor's id, from 1 to 65535 (got ${vendorId})`);
  const at = offsets();
  return (asked) => {
    const value = asked.cookie(cookie);
    if (value === undefined || value.length > MAX_CHARACTERS) return "unknown";
    try {
      return stateOf(Base64Url.decode(value.split(".", 1)[0] ?? ""), at, purposes, vendorId);
    } catch {
      return "unknown";
    }
  };
}

/** Judges the core segment. Throws where it ends before its last field does. */
function stateOf(
  bits: string,
  at: ReturnType<typeof offsets>,
  purposes: readonly number[],
  vendorId = 0,
): ConsentState {
  if (IntEncoder.decode(bits.slice(0, BitLength[Fields.version]), BitLength[Fields.version]) !== 2) return "unknown";
  const fields = reader(bits, at.vendors);
  const hasVendor = hasId(fields, vendorId);
  // What follows is walked to its end: of a string that was cut off nothing can be believed.
  hasId(fields, 0);
  if (isRestricted(fields, purposes, vendorId)) return "denied";
  const isAgreed = purposes.every((purpose) => bits[at.purposes + purpose - 1] === "1");
  if (isAgreed && (vendorId === 0 || hasVendor)) return "granted";
  // Where the publisher's country has not to ask for purpose 1, nobody was asked.
  return purposes.includes(1) && bits[at.purposeOneTreatment] === "1" ? "unknown" : "denied";
}

/**
 * Whether a list of vendors holds an id; reads to the list's end. The library's own decoder makes a set of all: a string of 3.9 kB whose
 * ranges overlap, which any visitor can send, takes it more than a second.
 */
function hasId(fields: Reader, id: number): boolean {
  const maxId = fields.int(BitLength.maxId);
  if (fields.bool()) return isInRanges(fields, id);
  const list = fields.text(maxId);
  return list[id - 1] === "1";
}

function isInRanges(fields: Reader, id: number): boolean {
  let isFound = false;
  for (let left = fields.int(BitLength.numEntries); left > 0; left--) {
    const isRange = fields.bool();
    const first = fields.int(BitLength.vendorId);
    const last = isRange ? fields.int(BitLength.vendorId) : first;
    if (last < first) throw new RangeError("a range that ends before it starts");
    isFound ||= first <= id && id <= last;
  }
  return isFound;
}

/**
 * Whether the publisher keeps the vendor from an asked purpose (0), or from consent as its basis (2, "require legitimate interest").
 * To require consent (1) changes nothing here. Reads to the list's end.
 */
function isRestricted(fields: Reader, purposes: readonly number[], id: number): boolean {
  let isFound = false;
  for (let left = fields.int(BitLength.numRestrictions); left > 0; left--) {
    const purpose = fields.int(BitLength.purposeId);
    const type = fields.int(BitLength.restrictionType);
    const isNamed = isInRanges(fields, id);
    isFound ||= isNamed && type !== REQUIRE_CONSENT && purposes.includes(purpose);
  }
  return isFound;
}

interface Reader {
  text(length: number): string;
  int(length: number): number;
  bool(): boolean;
}

function reader(bits: string, start: number): Reader {
  let at = start;
  const text = (length: number) => {
    const found = bits.slice(at, at + length);
    if (found.length < length) throw new RangeError("cut off");
    at += length;
    return found;
  };
  return {
    text,
    int: (length) => IntEncoder.decode(text(length), length),
    bool: () => BooleanEncoder.decode(text(BitLength.singleOrRange)),
  };
}

/** Where the fields of the core segment stand, in bits: all before the vendors have a fixed length. */
function offsets() {
  const lengths = new Map<string, unknown>(Object.entries(BitLength));
  const { core = [] } = new FieldSequence()[2];
  const starts = new Map<string, number>();
  let at = 0;
  for (const field of core) {
    starts.set(field, at);
    at += Number(lengths.get(field));
  }
  const start = (field: string) => starts.get(field) ?? Number.NaN;
  return {
    purposes: start(Fields.purposeConsents),
    purposeOneTreatment: start(Fields.purposeOneTreatment),
    vendors: start(Fields.vendorConsents),
  };
}

function isWithin(value: number, max: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= max;
}
