import { configFromEnv, createFirstParty, hightouch } from "firstparty";
import { toCloudflare } from "firstparty/cloudflare";

interface Env {
  readonly COOKIE_DOMAIN: string;
  readonly SOMETHING_ELSE: KVNamespace;
}

/** A Worker's module, with a config from its bindings. */
export default toCloudflare((env: Env) =>
  createFirstParty({ vendors: [hightouch()], cookieDomains: [env.COOKIE_DOMAIN] }),
) satisfies ExportedHandler<Env>;

/** All of the config from variables. */
export const fromVariables = toCloudflare((env: Record<string, string>) =>
  createFirstParty(configFromEnv(env)),
) satisfies ExportedHandler<Record<string, string>>;

// @ts-expect-error a Worker without the binding that its config is made from
fromVariables satisfies ExportedHandler<{ readonly COUNT: number }>;

/** A config that is written down, in a Worker that does other things as well. */
const handler = createFirstParty({ vendors: [hightouch()], cookieDomains: ["example.com"] });
export const firstParty = toCloudflare(handler) satisfies ExportedHandler<Env>;
export const amongOthers = {
  fetch: (request, env, context) => firstParty.fetch(request, env, context),
} satisfies ExportedHandler<Env>;
