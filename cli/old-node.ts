/**
 * What to say on a Node older than `engines` of package.json asks for (`>=22`); undefined on any other, and on Bun and Deno, which claim
 * to be some Node. It is no refusal: most of it runs.
 */
export function oldNode(engines: string, versions: Readonly<Record<string, string | undefined>>): string | undefined {
  const { node = "", bun, deno } = versions;
  const least = /^>=(\d+)/.exec(engines)?.[1];
  if (bun !== undefined || deno !== undefined || least === undefined || Number.parseInt(node, 10) >= Number(least))
    return undefined;
  return `this is Node ${node}, and firstparty is made for ${least} or later: it goes on, but no test has run it so; install Node ${least} or later`;
}
