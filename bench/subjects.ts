import { join } from "node:path";
import type { WorkName } from "./work.ts";

export interface Subject {
  readonly name: string;
  readonly work: readonly WorkName[];
  /** The leanest program for the same work, of the same runtime; a floor names itself. */
  readonly floor: (work: WorkName) => string;
  readonly command: readonly string[];
}

const root = join(import.meta.dirname, "..");
const bin = (name: string) => join(root, "node_modules/.bin", name);
const node = [process.execPath];
const bun = [bin("bun"), "run"];
const deno = [bin("deno"), "run", "--quiet", "-A"];
const lean = (file: string) => join(import.meta.dirname, "subjects", file);
const firstparty = [join(root, "dist/cli/firstparty.js"), "serve", "--port", "0"];

const floorOf = (runtime: string) => (work: WorkName) => `${work === "renew" ? "bare" : "floor"} ${runtime}`;

/** In the order of the table: each floor before what is measured by it. */
export const SUBJECTS: readonly Subject[] = [
  { name: "floor Bun", work: ["event", "script"], floor: floorOf("Bun"), command: [...bun, lean("floor-bun.ts")] },
  { name: "bare Bun", work: ["renew"], floor: floorOf("Bun"), command: [...bun, lean("bare-bun.ts")] },
  {
    name: "firstparty Bun",
    work: ["event", "script", "renew"],
    floor: floorOf("Bun"),
    command: [...bun, ...firstparty],
  },
  { name: "floor Node", work: ["event", "script"], floor: floorOf("Node"), command: [...node, lean("floor-node.ts")] },
  { name: "bare Node", work: ["renew"], floor: floorOf("Node"), command: [...node, lean("bare-node.ts")] },
  {
    name: "firstparty Node",
    work: ["event", "script", "renew"],
    floor: floorOf("Node"),
    command: [...node, ...firstparty],
  },
  { name: "httpxy Node", work: ["event"], floor: floorOf("Node"), command: [...node, lean("httpxy.ts")] },
  { name: "http-proxy-3 Node", work: ["event"], floor: floorOf("Node"), command: [...node, lean("http-proxy-3.ts")] },
  { name: "floor Deno", work: ["event"], floor: floorOf("Deno"), command: [...deno, lean("floor-deno.ts")] },
  { name: "firstparty Deno", work: ["event"], floor: floorOf("Deno"), command: [...deno, ...firstparty] },
];

export const ORIGIN: readonly string[] = [...bun, join(import.meta.dirname, "origin.ts")];
