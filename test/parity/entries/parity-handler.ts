import { type Config, createFirstParty, type FirstParty } from "firstparty";
import type { ParitySites } from "../parity-sites.ts";

/**
 * One handler for many sites, chosen by the request's `x-parity`: a platform's entry is started once and serves every site and lane of
 * the table.
 */
export function parityHandler(json: string): FirstParty {
  const { sites, placeholder, vendors } = JSON.parse(json) as ParitySites;
  const handlers = new Map(
    Object.entries(sites).flatMap(([site, config]) =>
      vendors.map((url, lane) => [
        `${site}.${lane}`,
        createFirstParty(JSON.parse(config.replaceAll(placeholder, url)) as Config),
      ]),
    ),
  );
  const [first] = handlers.values();
  if (first === undefined) throw new Error("PARITY_SITES names no site");
  const pick = (key: string | null) => handlers.get(key ?? "") ?? first;
  return Object.assign(
    (...[request, context]: Parameters<FirstParty>) => pick(request.headers.get("x-parity"))(request, context),
    {
      answer: (...[request, context]: Parameters<FirstParty["answer"]>) =>
        pick(request.header("x-parity")).answer(request, context),
      patienceMs: first.patienceMs,
    },
  );
}
