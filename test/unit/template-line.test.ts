import { expect, test } from "vitest";
import { templateLine, type Walked } from "../templates/template-line.ts";

const file = (errors: number, ...tests: [template: string | undefined, state: string][]): Walked => ({
  tests: tests.map(([template, state]) => ({ template, state })),
  errors,
});
const aws = file(0, ["aws", "passed"], ["aws", "passed"]);

test.each<[what: string, files: readonly Walked[], line: string]>([
  ["all is well", [aws, file(0, ["bun", "passed"]), file(0, [undefined, "passed"])], "templates: 2 built, 0 failed"],
  ["a step fails", [aws, file(0, ["bun", "passed"], ["bun", "failed"])], "templates: 1 built, 1 failed"],
  [
    "a hook throws, and what it was for was not run",
    [file(1, ["aws", "passed"], [undefined, "skipped"])],
    "templates: 0 built, 1 failed",
  ],
  [
    "a test of the same file names none, and fails",
    [file(0, ["aws", "passed"], [undefined, "failed"])],
    "templates: 0 built, 1 failed",
  ],
  ["a file cannot be read", [aws, file(1)], "templates: 1 built, 1 failed"],
  ["what all have in common fails", [aws, file(0, [undefined, "failed"])], "templates: 1 built, 1 failed"],
  ["a platform is not there", [aws, file(0, ["vercel", "skipped"])], "templates: 1 built, 0 failed, 1 not run"],
])("npm run templates ends with what became of each: %s", (_what, files, line) => {
  expect(templateLine(files)).toBe(line);
});
