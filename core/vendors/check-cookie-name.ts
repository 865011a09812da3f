import { NAME_TOKEN } from "../cookie-names.ts";
import { mistake } from "../mistakes.ts";

export function checkCookieName(option: string, name: string): void {
  if (typeof name !== "string" || !NAME_TOKEN.test(name.replace("*", ""))) {
    throw mistake(option, "must name cookies by a token with one * at most", name);
  }
}
