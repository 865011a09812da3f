import type { Bytes } from "./types.ts";

/** The bytes of base64, with its padding or without. Throws on what is none. */
export function base64Bytes(base64: string): Bytes {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
