import type { Reporter, TestModule } from "vitest/node";

declare module "vitest" {
  interface TaskMeta {
    /** For the line at the end: the deploy template that is taken as far as it goes here. */
    template?: string;
  }
}

/** Ends a run of the templates with one line: how many of them could be built and run as their READMEs say. */
export default class TemplateLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const ours = modules.filter(({ moduleId }) => moduleId.includes("/test/templates/"));
    if (ours.length === 0) return;
    const tests = ours.flatMap((module) => [...module.children.allTests()]);
    const names = new Set(tests.flatMap((test) => test.meta().template ?? []));
    const statesOf = (name: string) =>
      tests.filter((test) => test.meta().template === name).map((test) => test.result().state);
    const built = [...names].filter((name) => statesOf(name).every((state) => state === "passed"));
    const skipped =
      [...names].filter((name) => statesOf(name).every((state) => state === "passed" || state === "skipped")).length -
      built.length;
    const files = ours.filter((module) => module.errors().length > 0).length;
    // A test of all templates that fails is no template's own.
    const others = tests.filter(
      (test) => test.meta().template === undefined && test.result().state === "failed",
    ).length;
    const failed = names.size - built.length - skipped + files + others;
    process.stdout.write(
      `\ntemplates: ${built.length} built, ${failed} failed${skipped === 0 ? "" : `, ${skipped} not run`}\n`,
    );
  }
}
