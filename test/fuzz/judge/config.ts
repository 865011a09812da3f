import {
  type Config,
  configFromEnv,
  createFirstParty,
  type FirstParty,
  type FirstPartyError,
} from "../../../core/index.ts";
import { Broken, holds } from "../broken.ts";
import type { Drafted } from "../generate/configs.ts";
import { judgePrototype } from "./index.ts";

/** A config is refused in a sentence that names the option, or it serves. */
export async function judgeConfig({ config, changed }: Drafted): Promise<void> {
  const told: FirstPartyError[] = [];
  const named = changed.filter((key) => !/^\d+$/.test(key));
  const listening =
    typeof config.onError === "function"
      ? { ...config, onError: (error: FirstPartyError) => told.push(error) }
      : config;
  const handler = made(() => createFirstParty(listening as Config), named);
  if (handler !== undefined) await judgeServing(handler, config, told);
  judgePrototype();
}

export async function judgeEnvironment(env: Record<string, string>): Promise<void> {
  const config = made(() => configFromEnv(env), ["FIRSTPARTY_"]);
  if (config === undefined) return;
  const told: FirstPartyError[] = [];
  const handler = made(() => createFirstParty({ ...config, onError: (error) => told.push(error) }), []);
  if (handler !== undefined) await judgeServing(handler, config, told);
  judgePrototype();
}

/** Undefined where it is a mistake, told as one. */
function made<T>(make: () => T, named: readonly string[]): T | undefined {
  try {
    return make();
  } catch (error) {
    const isMistake = error instanceof TypeError && error.name === "ConfigError";
    if (!isMistake)
      throw new Broken(
        "a wrong config is a TypeError that names the option",
        error instanceof Error ? error.stack : error,
      );
    // A vendor's options are named by the vendor: `acme() route "/bulk" cookies`.
    const isVendors = named.includes("vendors") && /^vendors?\b|^.{0,5100}\(\) /s.test(error.message);
    const isNamed = named.length === 0 || isVendors || named.some((key) => error.message.includes(key));
    holds("a mistake names the option that is wrong", isNamed, `${error.message} for ${named.join(".")}`);
    return undefined;
  }
}

const ASKED = [
  ["POST", "/ht/renew", "htjs_user_id=canary; as_a=1"],
  ["POST", "/acme/renew", "as_a_srvr=canary"],
  ["POST", "/acme/bulk", "xnpe_a=canary; cc=yes"],
  ["GET", "/acme/js/x.js", ""],
  ["OPTIONS", "/ht/v1/batch", ""],
] as const;

/** What it makes of a config that it took has to answer. */
async function judgeServing(handler: FirstParty, config: Config, told: readonly FirstPartyError[]): Promise<void> {
  for (const [method, path, cookie] of ASKED) {
    const headers: Record<string, string> = {
      cookie,
      origin: "https://www.shop.example",
      "content-type": "text/plain",
      "x-origin-verify": "0123456789abcdef",
    };
    const { status } = await handler.answer(
      {
        method,
        url: path,
        host: "www.shop.example",
        secure: true,
        header: (name) => (Object.hasOwn(headers, name) ? (headers[name] ?? null) : null),
        readBody: async () => new ArrayBuffer(2),
      },
      { clientIp: "198.51.100.4", fetch: answering },
    );
    holds("what is taken serves", Number.isInteger(status) && status >= 200 && status <= 599, status);
    const inside = told.find(({ code }) => code === "internal");
    if (inside !== undefined)
      throw new Broken("what is taken does not fail inside", (inside.cause as Error | undefined)?.stack);
  }
  for (const { path } of config.vendors) holds("a vendor's path is literal", /^(\/[\w.~-]+)+$/.test(path), path);
}

const answering = Object.assign(async () => new Response("{}"), { encoding: "decoded" as const });
