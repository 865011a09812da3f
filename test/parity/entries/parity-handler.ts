import { type Config, createFirstParty, type FirstParty, type Vendor } from "firstparty";
import type { ParitySites } from "../parity-sites.ts";

/**
 * One handler for many sites, chosen by the request's `x-parity`: a platform's entry is started once and serves every site and lane of
 * the table.
 */
export function parityHandler(json: string): FirstParty {
  const { sites, data, placeholder, vendors } = JSON.parse(json) as ParitySites;
  const text = JSON.stringify(data);
  const handlers = new Map(
    vendors.flatMap((url, lane) => {
      const here = JSON.parse(text.replaceAll(placeholder, url)) as Vendor[];
      return Object.entries(sites).map(([site, config]) => [
        `${site}.${lane}`,
        createFirstParty({
          ...config,
          vendors: config.vendors.flatMap((place) => here[place] ?? []),
        } as unknown as Config),
      ]);
    }),
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
