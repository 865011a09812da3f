import { crc32, deflateSync, inflateSync } from "node:zlib";

const SIGNATURE_BYTES = 8;
/** Of a chunk: length and type before its data, a checksum after it. */
const [HEAD_BYTES, TAIL_BYTES] = [8, 4];
const RGB_BYTES = 3;

/**
 * The same picture in a fifth less: Chromium filters rows as for photographs, and pages of flat colour deflate better without
 * (W3C PNG 9). For 8-bit RGB, which is what its screenshots are.
 */
export function flatPng(png: Buffer): Buffer {
  let header: Buffer = Buffer.alloc(0);
  const data: Buffer[] = [];
  for (let at = SIGNATURE_BYTES; at < png.length;) {
    const end = at + HEAD_BYTES + png.readUInt32BE(at);
    const type = png.toString("latin1", at + 4, at + HEAD_BYTES);
    if (type === "IHDR") header = png.subarray(at + HEAD_BYTES, end);
    if (type === "IDAT") data.push(png.subarray(at + HEAD_BYTES, end));
    at = end + TAIL_BYTES;
  }
  const rows = unfiltered(inflateSync(Buffer.concat(data)), header.readUInt32BE(0) * RGB_BYTES);
  const signature = png.subarray(0, SIGNATURE_BYTES);
  const packed = deflateSync(rows, { level: 9, memLevel: 9 });
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", packed), chunk("IEND", Buffer.alloc(0))]);
}

/** Every row with filter 0 before it, and its bytes as they are. */
function unfiltered(filtered: Buffer, rowBytes: number): Buffer {
  const rows = Buffer.from(filtered);
  for (let start = 0; start < rows.length; start += rowBytes + 1) {
    const filter = rows[start] ?? 0;
    rows[start] = 0;
    for (let at = start + 1; at <= start + rowBytes; at++) {
      const isFirst = at <= start + RGB_BYTES;
      const left = isFirst ? 0 : (rows[at - RGB_BYTES] ?? 0);
      const up = rows[at - rowBytes - 1] ?? 0;
      const upLeft = isFirst ? 0 : (rows[at - rowBytes - 1 - RGB_BYTES] ?? 0);
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, upLeft)][filter] ?? 0;
      rows[at] = ((rows[at] ?? 0) + guess) & 0xff;
    }
  }
  return rows;
}

function paeth(left: number, up: number, upLeft: number): number {
  const [toLeft, toUp, toUpLeft] = [up - upLeft, left - upLeft, left + up - 2 * upLeft].map(Math.abs) as [
    number,
    number,
    number,
  ];
  if (toLeft <= toUp && toLeft <= toUpLeft) return left;
  return toUp <= toUpLeft ? up : upLeft;
}

function chunk(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, checksum]);
}
