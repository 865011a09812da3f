import { spawn } from "node:child_process";
import { once } from "node:events";

export interface Display {
  /** The value of DISPLAY. */
  readonly name: string;
  close(): void;
}

/** A screen that nobody looks at. Xvfb picks the number, so that several can be up. */
export async function startDisplay(): Promise<Display> {
  const server = spawn("Xvfb", ["-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const exit = once(server, "exit").then(() => {
    throw new Error("Xvfb ended at once");
  });
  exit.catch(() => {});
  const [number] = (await Promise.race([once(server.stdout, "data"), exit])) as [Buffer];
  return { name: `:${number.toString().trim()}`, close: () => void server.kill() };
}
