import { isIP } from "node:net";
import type { Privacy } from "../../../core/index.ts";
import { holds, same } from "../broken.ts";

/** Of the query what is named is gone, in whatever escapes; the rest goes up as sent and in its order. */
export function judgeQuery(up: string, sent: string, { stripQuery = [] }: Privacy): void {
  if (stripQuery.length === 0) return same("the query goes up byte for byte", up, sent);
  const left = sent.slice(1).split("&");
  for (const part of up === "" ? [] : up.slice(1).split("&")) {
    const name = decoded(part.split("=")[0] ?? "");
    holds("no query parameter that is named goes up", !stripQuery.includes(name), part);
    // To some readers a semicolon parts as well: what stands behind one may be cut off.
    const at = left.findIndex((each) => each === part || each.startsWith(`${part};`));
    holds("what is left of a query goes up as sent", at >= 0, part);
    left.splice(0, at + 1);
  }
}

function decoded(text: string): string {
  return text
    .replaceAll("+", " ")
    .replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** Told is at most what `clientAddress` lets up of the address that is believed. */
export function judgePrivateAddress(told: string | undefined, believed: string, mode: Privacy["clientAddress"]): void {
  if (told === undefined) return;
  holds("an address is dropped where it is to be", mode !== "drop", told);
  const network = told.replace(isIP(told) === 4 ? /0$/ : /::$/, "");
  holds("only the network of an address goes up", isIP(told) !== 0 && network !== told, told);
  holds("the network is that of who is believed", believed.toLowerCase().includes(network), `${told} of ${believed}`);
}
