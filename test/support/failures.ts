import type { Reporter, SerializedError, TestModule } from "vitest/node";

/** The very last lines of a run: what failed, a line or two each. Of a long log the end is what is kept, and read. */
export default class Failures implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const failed = modules.flatMap((module) => [
      ...[...module.children.allTests("failed")].map((test) => line(test.fullName, module, test.result().errors)),
      ...[module, ...module.children.allSuites()]
        .filter((each) => each.errors().length > 0)
        .map((each) => line(each.type === "suite" ? each.fullName : "the file", module, each.errors())),
    ]);
    const uncaught = unhandled.map((error) => `✗ an error that nobody has caught\n    ${firstLine([error])}`);
    const lines = [...failed, ...uncaught];
    if (lines.length > 0) process.stdout.write(`\n${lines.join("\n")}\n`);
  }
}

function line(name: string, module: TestModule, errors: readonly SerializedError[] | undefined): string {
  return `✗ ${module.relativeModuleId} > ${name}\n    ${firstLine(errors)}`;
}

function firstLine(errors: readonly SerializedError[] | undefined): string {
  const [text = ""] = (errors?.[0]?.message ?? "").split("\n");
  return text.slice(0, 300);
}
