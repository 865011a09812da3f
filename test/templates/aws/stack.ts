import { cp, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { vi } from "vitest";

/** A change of a file of the template: what stands there, and what is put in its place. */
export type Edit = readonly [file: string, from: string, to: string];

export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DependsOn?: readonly string[];
}

export interface Stack {
  readonly text: string;
  readonly resources: Readonly<Record<string, Resource>>;
  /** Of one type, by their logical ids. */
  of(type: string): readonly (readonly [id: string, resource: Resource])[];
  /** The only one of its type. */
  only(type: string): Resource;
}

export async function readStack(folder: string): Promise<Stack> {
  const text = await readFile(join(folder, "Firstparty.template.json"), "utf8");
  const { Resources: resources } = JSON.parse(text) as { readonly Resources: Stack["resources"] };
  const of: Stack["of"] = (type) => Object.entries(resources).filter(([, { Type }]) => Type === type);
  return {
    text,
    resources,
    of,
    only(type) {
      const [found, ...others] = of(type);
      if (found === undefined || others.length > 0) throw new Error(`there are ${of(type).length} of ${type}`);
      return found[1];
    },
  };
}

/**
 * What the installed template's stack becomes with these edits, made in this process; what it would deploy is not bundled. `context`: as of cdk.json.
 * Rejects with what the edited app.ts throws.
 */
export async function editedStack(
  installed: string,
  edits: readonly Edit[],
  context: Readonly<Record<string, unknown>> = {},
): Promise<Stack> {
  const folder = await mkdtemp(join(installed, "edited-"));
  for (const each of ["app.ts", "edge.ts", "firstparty.ts", "function.ts", "package.json", "stack"])
    await cp(join(installed, each), join(folder, each), { recursive: true });
  // Where it lies, the project begins: else CDK reads through all that is installed, for a hash.
  await writeFile(join(folder, "package-lock.json"), "{}");
  const app = { outdir: join(folder, "cdk.out"), context: { "aws:cdk:bundling-stacks": [], ...context } };
  const taken: Edit = [
    "app.ts",
    "firstPartyStack(new App()",
    `export default firstPartyStack(new App(${JSON.stringify(app)})`,
  ];
  for (const [file, from, to] of [...edits, taken]) {
    const text = await readFile(join(folder, file), "utf8");
    if (!text.includes(from)) throw new Error(`${file} does not say: ${from}`);
    await writeFile(join(folder, file), text.replace(from, to));
  }
  // Where CDK looks for the lock file.
  const cwd = vi.spyOn(process, "cwd").mockReturnValue(folder);
  const imported = import(/* @vite-ignore */ pathToFileURL(join(folder, "app.ts")).href) as Promise<{
    readonly default: { readonly node: { readonly root: { synth(): unknown } } };
  }>;
  const { default: made } = await imported.finally(() => cwd.mockRestore());
  made.node.root.synth();
  return readStack(app.outdir);
}

/** What the two tables of Hightouch's page speak of. */
export type Part = "distribution" | "origin" | "files" | "service";

export function partsOf(stack: Stack): Readonly<Record<Part, unknown>> {
  const { DistributionConfig: distribution } = stack.only("AWS::CloudFront::Distribution").Properties as {
    readonly DistributionConfig: {
      readonly CacheBehaviors: readonly { readonly PathPattern: string; readonly TargetOriginId: string }[];
      readonly Origins: readonly { readonly Id: string }[];
    };
  };
  const [files, service] = ["/ht/browser/*", "/ht/*"].map((path) =>
    distribution.CacheBehaviors.find(({ PathPattern }) => PathPattern === path),
  );
  const origin = distribution.Origins.find(({ Id }) => Id === service?.TargetOriginId);
  return { distribution, origin, files, service };
}

interface Assertions {
  readonly Match: {
    absent(): unknown;
    objectLike(pattern: object): { test(target: unknown): { hasFailed(): boolean; toHumanStrings(): string[] } };
  };
}

/** CDK's own assertions, as the template has installed them. Returns what is otherwise than `pattern` has it; `undefined` in it: has to be absent. */
export function unlike(installed: string, target: unknown, pattern: object): string[] {
  const { Match } = createRequire(join(installed, "package.json"))("aws-cdk-lib/assertions") as Assertions;
  const said = (value: unknown): unknown => {
    if (value === undefined) return Match.absent();
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, said(each)]));
  };
  const result = Match.objectLike(said(pattern) as object).test(target);
  return result.hasFailed() ? result.toHumanStrings() : [];
}
