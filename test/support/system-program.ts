import type { ChildProcess } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** Where the servers of Debian's packages are; it puts them where a user's PATH does not look. */
export function systemProgram(name: string): string | undefined {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin"];
  return folders
    .map((folder) => join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** A process that ended before it listened. */
export class EndedEarly extends Error {}

/** Waits until a child answers; `isThere` asks it. Throws EndedEarly with what it has printed where it ends before. */
export async function listening(child: ChildProcess, isThere: () => Promise<boolean>): Promise<void> {
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => (output += String(chunk)));
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new EndedEarly(`${child.spawnfile} ended before it listened: ${output}`);
    if (await isThere()) return;
    await pause(20);
  }
}
