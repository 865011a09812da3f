/** What is wrong with a picture that is to be one transparent point (GIF89a): read by hand, since browsers forgive a lot. */
export function gifFlaws(bytes: Uint8Array): string[] {
  const flaws = [];
  const text = (from: number, to: number) => String.fromCharCode(...bytes.slice(from, to));
  const word = (at: number) => (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
  if (text(0, 6) !== "GIF89a") return ["is no GIF89a"];
  if (word(6) !== 1 || word(8) !== 1) flaws.push("is no screen of one point");
  const packed = bytes[10] ?? 0;
  let at = 13 + ((packed & 0x80) === 0 ? 0 : 3 * 2 ** ((packed & 7) + 1));
  let transparent: number | undefined;
  if (bytes[at] === 0x21 && bytes[at + 1] === 0xf9 && bytes[at + 2] === 4) {
    if (((bytes[at + 3] ?? 0) & 1) === 1) transparent = bytes[at + 6];
    at += 8;
  }
  if (bytes[at] !== 0x2c || word(at + 5) !== 1 || word(at + 7) !== 1) flaws.push("has no image of one point");
  at += 10;
  const codes = lzwCodes(bytes[at] ?? 0, bytes.slice(at + 2, at + 2 + (bytes[at + 1] ?? 0)));
  const [clear, end] = [2 ** (bytes[at] ?? 0), 2 ** (bytes[at] ?? 0) + 1];
  if (codes[0] !== clear || codes[1] !== transparent || codes[2] !== end)
    flaws.push("has no transparent point, or no end of it");
  at += 2 + (bytes[at + 1] ?? 0);
  if (bytes[at] !== 0 || bytes[at + 1] !== 0x3b || bytes.length !== at + 2) flaws.push("does not end where it should");
  return flaws.map((flaw) => `acknowledges with a GIF that ${flaw}`);
}

/** The first three, all of one width. */
function lzwCodes(minimum: number, data: Uint8Array): number[] {
  const width = minimum + 1;
  const bits = data.reduce((sum, byte, index) => sum + byte * 256 ** index, 0);
  return [0, 1, 2].flatMap((index) =>
    (index + 1) * width <= data.length * 8 ? [Math.floor(bits / 2 ** (index * width)) % 2 ** width] : [],
  );
}
