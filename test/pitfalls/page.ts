import type { Pitfall } from "./pitfall.ts";

/** docs/security/pitfalls.md. */
export function pitfallsPage(pitfalls: readonly Pitfall[]): string {
  const rows = pitfalls.map(({ id, elsewhere, here, heldBy }) => {
    const tests = heldBy.map(({ file, test }) => `[${test}](../../test/${file})`);
    return `| ${id} | ${elsewhere} | ${here} | ${tests.join("<br>") || "declined"} |`.replaceAll("\n", " ");
  });
  return `# What went wrong elsewhere

${pitfalls.length} things that went wrong in first-party proxies and cookie services before this one, out of their source and their public threads, and what holds here. For each test
there is a change that undoes what it holds: \`npm run pitfalls\` makes these changes one by one, in a copy, and has to see each test fail.
Written by \`npm run pitfalls -- --page\` from [test/pitfalls](../../test/pitfalls).

| | elsewhere | here | held by |
| --- | --- | --- | --- |
${rows.join("\n")}
`;
}
