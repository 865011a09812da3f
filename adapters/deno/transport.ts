import type { Transport } from "../../core/types.ts";

/** Deno leaves a body encoded only where exactly `identity` was accepted; it names no option for it. */
export const denoTransport: Transport = Object.assign(
  (url: string, { method, headers, body, signal }: Parameters<Transport>[1]) =>
    fetch(url, { method, headers, body, signal, redirect: "manual" }),
  { encoding: "identity" as const },
);
