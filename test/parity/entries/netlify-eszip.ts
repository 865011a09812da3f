/** The parts of Deno's global and of deno.land/x/eszip 0.55.2 that are used. */
declare const Deno: {
  readonly args: readonly string[];
  readonly env: { get(name: string): string | undefined };
  readFile(path: string): Promise<Uint8Array>;
  mkdir(path: string, options: { recursive: true }): Promise<void>;
  writeTextFile(path: string, text: string): Promise<void>;
};
interface Parser {
  parseBytes(bytes: Uint8Array): Promise<readonly string[]>;
  load(): Promise<void>;
  getModuleSource(specifier: string): Promise<string>;
}

const NAMED: Readonly<Record<string, string>> = {
  "netlify:bootstrap-stage2": "stage2.js",
  "netlify:import-map": "import-map.json",
};

/**
 * Unpacks an eszip of Netlify's bundler into a folder that Deno can run: its modules, below the two roots that they have in it, the list of
 * functions as `stage2.js`, and its import map.
 */
const [asset = "", folder = ""] = Deno.args;
const { Parser } = (await import(Deno.env.get("ESZIP") ?? "")) as { Parser: { createInstance(): Promise<Parser> } };
const parser = await Parser.createInstance();
const specifiers = await parser.parseBytes(await Deno.readFile(asset));
await parser.load();

for (const specifier of specifiers) {
  const path = `${folder}/${NAMED[specifier] ?? specifier.replace("file:///", "")}`;
  await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
  const source = await parser.getModuleSource(specifier);
  await Deno.writeTextFile(path, source.replaceAll(/file:\/\/\/(?=root\/|vendor\/)/g, `file://${folder}/`));
}
