import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Sent } from "../../parity/case.ts";
import type { Got } from "../../parity/target.ts";
import { httpEvent } from "../../parity/targets/lambda/events.ts";
import { httpGot } from "../../parity/targets/lambda/results.ts";
import type { Stack } from "./stack.ts";

/** What Secrets Manager holds. */
export const secretOf = (generation: number) => `the-secret-of-generation-${generation}`;

/** The generations that a text with dynamic references names, in their order. */
export function generationsIn(text: unknown): number[] {
  const references = JSON.stringify(text).matchAll(
    /\{\{resolve:secretsmanager:",\{"Ref":"OriginVerify(\d)[0-9A-F]{8}"\},":SecretString:::\}\}/g,
  );
  return [...references].map(([, generation]) => Number(generation));
}

/** The function's environment as Lambda gives it: references to the secrets are followed. */
export function variablesOf(stack: Stack): Record<string, string> {
  const { Environment } = stack.only("AWS::Lambda::Function").Properties as {
    readonly Environment: { readonly Variables: Readonly<Record<string, unknown>> };
  };
  return Object.fromEntries(
    Object.entries(Environment.Variables).map(([name, value]) => [
      name,
      typeof value === "string" ? value : generationsIn(value).map(secretOf).join(","),
    ]),
  );
}

/** Loads the bundle that is deployed, and asks it as API Gateway does. */
export async function startFunction(
  out: string,
  stack: Stack,
  variables: Readonly<Record<string, string>>,
): Promise<(sent: Sent) => Promise<Got>> {
  const { Code, Handler } = stack.only("AWS::Lambda::Function").Properties as {
    readonly Code: { readonly S3Key: string };
    readonly Handler: string;
  };
  const [file = "", name = ""] = Handler.split(".");
  const url = pathToFileURL(join(out, `asset.${Code.S3Key.replace(/\.zip$/, "")}`, `${file}.mjs`));
  // Modules stay loaded: another environment is another address.
  url.search = JSON.stringify(variables);
  Object.assign(process.env, variables);
  const module = (await import(/* @vite-ignore */ url.href)) as Record<
    string,
    (event: unknown, context: unknown) => Promise<unknown>
  >;
  for (const each of Object.keys(variables)) delete process.env[each];
  const handler = module[name];
  if (handler === undefined) throw new Error(`the bundle has no ${name}`);
  return async (sent) => httpGot(JSON.stringify(await handler(httpEvent(sent, ""), {})));
}
