import { parentPort } from "node:worker_threads";
import { type Chunk, play } from "./chunk.ts";

// oxlint-disable-next-line unicorn/require-post-message-target-origin
parentPort?.on("message", (chunk: Chunk) => void play(chunk).then((played) => parentPort?.postMessage(played)));
