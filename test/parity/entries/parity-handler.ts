import { type Config, createFirstParty, type FirstParty } from "firstparty";

/**
 * One handler for many sites, chosen by the request's `x-parity`: a platform's entry is started once and serves every site and lane of
 * the table. `json` holds the configs by key.
 */
export function parityHandler(json: string): FirstParty {
  const configs = Object.entries(JSON.parse(json) as Record<string, Config>);
  const handlers = new Map(configs.map(([key, config]) => [key, createFirstParty(config)]));
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
