import type { TargetInfo } from "../target.ts";
import { startInProcess } from "./fetch.ts";

/** Core itself on Fetch types, with global fetch as its way to the vendor and no server in front. */
export const coreTargets: readonly TargetInfo[] = [
  {
    name: "core",
    platform: "anything with Fetch types",
    entry: "the handler itself",
    how: "in process",
    traits: ["decodes", "resolves dot segments", "makes up a Host"],
    start: async (sites) =>
      startInProcess(sites, (handler) => (request, clientIp) => handler(request, { clientIp, forwardedFor: "kept" })),
  },
];
