import { execFile } from "node:child_process";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { NO_PLATFORMS, platformModules, platformTool } from "../../../support/platform-tool.ts";
import { layTemplate, parityFiles } from "../../../support/templates.ts";
import type { Missing } from "../../target.ts";

const node = join(import.meta.dirname, "../../../../node_modules/.bin/node");
/** By Lambda's name for it. */
const NODES: Readonly<Record<string, string | undefined>> = {
  "nodejs22.x": platformTool("node22/bin/node"),
  "nodejs24.x": node,
};

/** A function as the aws template's stack deploys it. */
export interface Synthesised {
  /** What is zipped and sent to Lambda. */
  readonly folder: string;
  /** `<file>.<export>`, as the stack says. */
  readonly handler: string;
  /** The Node that the stack asks for. */
  readonly node: string;
  remove(): Promise<void>;
}

/**
 * Synthesises the aws template with the table's sites for its config: what `cdk synth` starts, by itself. `runsOn` as in its app.ts.
 */
export async function synthesise(runsOn: "api-gateway" | "edge", sites: string): Promise<Synthesised | Missing> {
  if (platformTool("aws-cdk-lib") === undefined) return NO_PLATFORMS;
  const { folder, remove } = await layTemplate("aws", await parityFiles(sites));
  const app = await readFile(join(folder, "app.ts"), "utf8");
  await writeFile(join(folder, "app.ts"), app.replace('runsOn: "api-gateway"', `runsOn: "${runsOn}"`));
  // What npm install leaves, and the bundling looks for.
  await writeFile(join(folder, "package-lock.json"), "{}");
  await mkdir(join(folder, "node_modules/.bin"), { recursive: true });
  await symlink(join(platformModules, "esbuild/bin/esbuild"), join(folder, "node_modules/.bin/esbuild"));
  const out = join(folder, "cdk.out");
  await promisify(execFile)(node, ["app.ts"], {
    cwd: folder,
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], CDK_OUTDIR: out },
  });
  const { Resources } = JSON.parse(await readFile(join(out, "Firstparty.template.json"), "utf8")) as Stack;
  const lambda = Object.values(Resources).find(({ Type }) => Type === "AWS::Lambda::Function")?.Properties;
  if (lambda === undefined) throw new Error("the stack has no function");
  const runtime = NODES[lambda.Runtime];
  if (runtime === undefined) throw new Error(`no Node is here for ${lambda.Runtime}`);
  return {
    folder: join(out, `asset.${lambda.Code.S3Key.replace(/\.zip$/, "")}`),
    handler: lambda.Handler,
    node: runtime,
    remove,
  };
}

interface Stack {
  readonly Resources: Readonly<
    Record<
      string,
      {
        readonly Type: string;
        readonly Properties: {
          readonly Handler: string;
          readonly Runtime: string;
          readonly Code: { readonly S3Key: string };
        };
      }
    >
  >;
}
