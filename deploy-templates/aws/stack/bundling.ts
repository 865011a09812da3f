import { join } from "node:path";
import { type BundlingOptions, OutputFormat } from "aws-cdk-lib/aws-lambda-nodejs";

/** One file with all that it imports, made by esbuild on this machine: no Docker, no network. */
export const bundling: BundlingOptions = {
  format: OutputFormat.ESM,
  target: "node22",
  minify: true,
  // Names in stack traces stay readable.
  keepNames: true,
  // The runtime's own AWS SDK is not asked for anything.
  externalModules: [],
};

/** An entry of this folder. */
export function fileOf(name: string): string {
  return join(import.meta.dirname, "..", name);
}
