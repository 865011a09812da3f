import { execFile } from "node:child_process";
import { cp, glob, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, matchesGlob } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** What a container file comes to: the folder of its last stage, and what is said of the process in it. */
export interface Container {
  /** In the place of the image's `/`. */
  readonly root: string;
  readonly workdir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly user: string | undefined;
  readonly port: string | undefined;
  readonly stopSignal: string | undefined;
  readonly healthCheck: readonly string[];
  readonly command: readonly string[];
  remove(): Promise<void>;
}

/**
 * Carries a Dockerfile out in folders, since there is no registry of images here: what it copies, from what .dockerignore leaves of the folder,
 * and what it runs. The images that it begins with are this machine. Throws on an instruction that it does not know.
 */
export async function buildInFolders(folder: string, env: Readonly<Record<string, string>>): Promise<Container> {
  const above = await mkdtemp(join(tmpdir(), "firstparty-image-"));
  const remove = () => rm(above, { recursive: true, force: true });
  try {
    return { ...(await build(folder, env, above)), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function build(
  folder: string,
  env: Readonly<Record<string, string>>,
  above: string,
): Promise<Omit<Container, "remove">> {
  const context = join(above, "context");
  await cp(folder, context, { recursive: true, filter: await notIgnored(folder) });
  const stages = new Map<string, string>();
  const said = { env: {} as Record<string, string>, workdir: "/", last: new Map<string, string>() };
  let root = "";
  for (const [instruction, rest] of await instructionsOf(folder)) {
    const words = rest.split(/\s+/);
    if (instruction === "FROM") {
      root = await mkdtemp(join(above, "stage-"));
      if (words[1] === "AS" && words[2] !== undefined) stages.set(words[2], root);
      Object.assign(said, { env: {}, workdir: "/", last: new Map() });
    } else if (instruction === "WORKDIR") {
      said.workdir = rest;
      await mkdir(join(root, rest), { recursive: true });
    } else if (instruction === "ENV") {
      for (const word of words) said.env[word.split("=")[0] ?? ""] = word.slice(word.indexOf("=") + 1);
    } else if (instruction === "COPY") {
      const stage = /^--from=(.*)/.exec(words[0] ?? "")?.[1];
      const from = stage === undefined ? context : stages.get(stage);
      const to = join(root, said.workdir, words.at(-1) ?? "");
      for (const pattern of words.slice(stage === undefined ? 0 : 1, -1)) await copyAll(from ?? "", pattern, to);
    } else if (instruction === "RUN") {
      await run("bash", ["-c", rest], { cwd: join(root, said.workdir), env: { ...env, ...said.env } });
    } else if (["USER", "EXPOSE", "STOPSIGNAL", "HEALTHCHECK", "CMD"].includes(instruction)) {
      said.last.set(instruction, rest);
    } else throw new Error(`what does ${instruction} do?`);
  }
  return {
    root,
    workdir: join(root, said.workdir),
    env: said.env,
    user: said.last.get("USER"),
    port: said.last.get("EXPOSE"),
    stopSignal: said.last.get("STOPSIGNAL"),
    healthCheck: wordsOf(said.last.get("HEALTHCHECK")?.replace(/^.*?CMD /, "")),
    command: wordsOf(said.last.get("CMD")),
  };
}

/** The form of an array, which no shell reads. */
function wordsOf(json = "[]"): string[] {
  return JSON.parse(json) as string[];
}

async function instructionsOf(folder: string): Promise<(readonly [string, string])[]> {
  const text = await readFile(join(folder, "Dockerfile"), "utf8");
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return lines.map((line) => [line.split(" ")[0] ?? "", line.slice(line.indexOf(" ") + 1)] as const);
}

/** A .dockerignore that takes everything away but what it names. */
async function notIgnored(folder: string): Promise<(path: string) => boolean> {
  const [first, ...kept] = (await readFile(join(folder, ".dockerignore"), "utf8")).trimEnd().split("\n");
  if (first !== "**" || !kept.every((line) => line.startsWith("!")))
    throw new Error("this .dockerignore is another kind");
  return (path) => path === folder || kept.some((line) => matchesGlob(path.slice(folder.length + 1), line.slice(1)));
}

/** Of a pattern with a star there may be no file; a name has to be there. */
async function copyAll(from: string, pattern: string, to: string): Promise<void> {
  const isFolder = to.endsWith("/") || to.endsWith("/.");
  const found: string[] = [];
  for await (const each of glob(pattern.replace(/^\//, ""), { cwd: from })) found.push(each);
  if (found.length === 0 && !pattern.includes("*")) throw new Error(`there is no ${pattern} to copy`);
  for (const each of found)
    await cp(join(from, each), isFolder ? join(to, basename(each)) : to, { recursive: true, verbatimSymlinks: true });
}
