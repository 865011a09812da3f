import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";

export interface SelfSigned {
  /** PEM, as `https.createServer` takes them. */
  readonly key: string;
  readonly cert: string;
  /** What Chromium's `--ignore-certificate-errors-spki-list` names: this key is trusted, and no other. */
  readonly spkiHash: string;
}

/**
 * A certificate made in memory, for whatever host to a browser that goes by its key; with `names`, also for these to a client that has it
 * as its one authority. Node makes keys and signatures but no certificate and openssl is not on every
 * machine, so the few fields of RFC 5280 4.1 that a browser needs are encoded here.
 */
export function selfSignedCertificate(names: readonly string[] = []): SelfSigned {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const spki = publicKey.export({ type: "spki", format: "der" });
  const ecdsaWithSha256 = sequence(der(OBJECT_ID, Buffer.from("2a8648ce3d040302", "hex")));
  const commonName = sequence(
    der(SET, sequence(der(OBJECT_ID, Buffer.from("550403", "hex")), der(UTF8, Buffer.from("test")))),
  );
  const now = Date.now();
  const alternateNames = sequence(...names.map((name) => der(DNS_NAME, Buffer.from(name))));
  const extensions = sequence(sequence(der(OBJECT_ID, Buffer.from("551d11", "hex")), der(OCTETS, alternateNames)));
  const toBeSigned = sequence(
    // Only version 3 has extensions.
    ...(names.length === 0 ? [] : [der(TAGGED_0, der(INTEGER, Buffer.of(2)))]),
    der(INTEGER, Buffer.concat([Buffer.of(1), randomBytes(8)])),
    ecdsaWithSha256,
    commonName,
    sequence(time(now - DAY_MS), time(now + DAY_MS)),
    commonName,
    spki,
    ...(names.length === 0 ? [] : [der(TAGGED_3, extensions)]),
  );
  const signature = der(BIT_STRING, Buffer.of(0), sign("sha256", toBeSigned, privateKey));
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: pem(sequence(toBeSigned, ecdsaWithSha256, signature)),
    spkiHash: createHash("sha256").update(spki).digest("base64"),
  };
}

const DAY_MS = 86_400_000;
const [INTEGER, BIT_STRING, OCTETS, OBJECT_ID, UTF8, UTC_TIME] = [0x02, 0x03, 0x04, 0x06, 0x0c, 0x17];
const [SEQUENCE, SET, DNS_NAME, TAGGED_0, TAGGED_3] = [0x30, 0x31, 0x82, 0xa0, 0xa3];

/** Tag, length, content (X.690 8.1). */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...size), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(SEQUENCE, ...parts);
}

/** YYMMDDHHMMSSZ */
function time(ms: number): Buffer {
  return der(UTC_TIME, Buffer.from(new Date(ms).toISOString().replace(/^..|[-:T]|\.\d+/g, "")));
}

function pem(bytes: Buffer): string {
  return `-----BEGIN CERTIFICATE-----\n${bytes.toString("base64").replace(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`;
}
