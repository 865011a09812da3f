import type { Reporter, TestModule } from "vitest/node";

declare module "vitest" {
  interface TaskMeta {
    /** For the line at the end: the deploy template that is taken as far as it goes here. */
    template?: string;
  }
}

/** What one file of tests says. */
export interface Walked {
  /** By test, with the template that it is about. */
  readonly tests: readonly { readonly template: string | undefined; readonly state: string }[];
  /** Of the file and its suites: what no test can say of itself, since it was not run then. */
  readonly errors: number;
}

/** Ends a run of the templates with one line: how many of them could be built and run as their READMEs say. */
export default class TemplateLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const ours = modules.filter(({ moduleId }) => moduleId.includes("/test/templates/"));
    if (ours.length > 0) process.stdout.write(`\n${templateLine(ours.map(walkedIn))}\n`);
  }
}

function walkedIn(module: TestModule): Walked {
  const tests = [...module.children.allTests()];
  return {
    tests: tests.map((test) => ({ template: test.meta().template, state: test.result().state })),
    errors: [module, ...module.children.allSuites()].flatMap((each) => each.errors()).length,
  };
}

/** A file in which anything fails that names no template has failed for all that it names; where it names none it counts itself. */
export function templateLine(files: readonly Walked[]): string {
  const statesOf = new Map<string, Set<string>>();
  let strays = 0;
  for (const { tests, errors } of files) {
    const names = new Set(tests.flatMap(({ template }) => template ?? []));
    for (const name of names) statesOf.set(name, statesOf.get(name) ?? new Set());
    for (const { template, state } of tests) if (template !== undefined) statesOf.get(template)?.add(state);
    const isBroken = errors > 0 || tests.some(({ template, state }) => template === undefined && state === "failed");
    if (isBroken && names.size === 0) strays++;
    else if (isBroken) for (const name of names) statesOf.get(name)?.add("failed");
  }
  const all = [...statesOf.values()];
  const failed = all.filter((states) => states.has("failed")).length;
  const notRun = all.filter((states) => !states.has("failed") && !(states.size === 1 && states.has("passed"))).length;
  const built = all.length - failed - notRun;
  return `templates: ${built} built, ${failed + strays} failed${notRun === 0 ? "" : `, ${notRun} not run`}`;
}
