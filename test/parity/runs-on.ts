import type { ParityCase } from "./case.ts";
import { gapOf } from "./gaps.ts";
import type { TargetInfo } from "./target.ts";

/** From the strongest proof to the weakest. */
const HOW = ["production bundle", "official runtime", "emulated", "in process"] as const;

/** README's table: a row a platform, from the registry of targets, so that nothing is claimed that the table does not run. */
export function runsOnTable(targets: readonly TargetInfo[], cases: readonly ParityCase[]): string {
  const platforms = [...new Set(targets.map(({ platform }) => platform))];
  const rows = platforms.map((platform) => {
    const ofPlatform = targets.filter((target) => target.platform === platform);
    const entries = [...new Set(ofPlatform.map(({ entry }) => entry))].join("<br>");
    const how = HOW.filter((each) => ofPlatform.some((target) => target.how === each));
    // What the strongest proof says; what was only emulated beside it is on the page.
    const strongest = ofPlatform.filter((target) => target.how === how[0]);
    const fewest = Math.min(...strongest.map((target) => cases.length - gapsOf(target, cases).length));
    return [
      platform,
      entries,
      how.join(", "),
      fewest === cases.length ? `all ${fewest}` : `${fewest} of ${cases.length}`,
    ];
  });
  return tableOf(["runs on", "your entry", "judged by", "rules that hold"], rows);
}

/** The page on the table: every target, and every known gap with its reason. */
export function parityPage(targets: readonly TargetInfo[], cases: readonly ParityCase[]): string {
  const rows = targets.map((target) => [
    `\`${target.name}\``,
    target.platform,
    target.how,
    String(cases.length - gapsOf(target, cases).length),
    String(gapsOf(target, cases).length),
  ]);
  return `# One table, every platform

Made by \`npm run runs-on\` from the table in \`test/parity\`; \`npm run parity\` runs it and prints which rule holds where.
A rule is a case: what a client sends, what the vendor answers, what the vendor must have received, what the client must get.
${cases.length} rules, ${targets.length} targets. What a target really is:

- **production bundle**: what a user deploys, as the platform's own tool builds it where it has one, by the program that it runs under
- **official runtime**: the platform's own runtime, or its own development server; what its edge or load balancer puts in front is made by the test
- **emulated**: a real process; all that is the platform's is made by the test, from its documentation
- **in process**: the adapter in the test's own process, and the vendor played by msw

${tableOf(["target", "runs on", "judged by", "hold", "known gaps"], rows)}

## Known gaps

Each is run, as an expected failure or by what holds in the rule's place: once it is closed, the table turns red until it is taken out of this list.

${gapSections(targets, cases)}
`;
}

function gapsOf(
  target: TargetInfo,
  cases: readonly ParityCase[],
): { readonly rule: string; readonly reason: string }[] {
  return cases.flatMap((each) => {
    const gap = gapOf(each, target);
    return gap === undefined ? [] : [{ rule: each.name, reason: gap.why }];
  });
}

/** A section a reason: whom it concerns, and which rules. */
function gapSections(targets: readonly TargetInfo[], cases: readonly ParityCase[]): string {
  const byReason = new Map<string, { names: Set<string>; rules: Set<string> }>();
  for (const target of targets) {
    for (const { rule, reason } of gapsOf(target, cases)) {
      const found = byReason.get(reason) ?? { names: new Set(), rules: new Set() };
      byReason.set(reason, found);
      found.names.add(`\`${target.name}\``);
      found.rules.add(rule);
    }
  }
  return [...byReason]
    .map(
      ([reason, { names, rules }]) =>
        `**${reason[0]?.toUpperCase()}${reason.slice(1)}.** (${[...names].join(", ")})\n\n${[...rules].map((rule) => `- ${asText(rule)}`).join("\n")}`,
    )
    .join("\n\n");
}

/** A rule names odd paths and hosts, which are no Markdown. */
function asText(rule: string): string {
  return rule.replace(/_|<|\*/g, "\\$&");
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
