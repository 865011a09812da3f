import { flag, flagOrText, keys, names, type Reader, text } from "./env-values.ts";
import { ConfigError } from "./mistakes.ts";
import type { Vendor } from "./types.ts";
import { bloomreach } from "./vendors/bloomreach.ts";
import { checkVendor } from "./vendors/check.ts";
import { hightouch } from "./vendors/hightouch.ts";
import { segment } from "./vendors/segment.ts";

interface Factory {
  readonly make: (options: never) => Vendor;
  /** What its variables set beside path and hosts, by how their names end. */
  readonly options: Readonly<Record<string, readonly [option: string, read: Reader]>>;
}

/** The vendors that an environment can name. */
export const FACTORIES: Readonly<Record<string, Factory>> = {
  hightouch: { make: hightouch, options: { WRITE_KEYS: ["writeKeys", keys] } },
  segment: {
    make: segment,
    options: {
      REGION: ["region", text],
      WRITE_KEYS: ["writeKeys", keys],
      ALIAS: ["alias", names],
      GLOBAL_NAME: ["globalName", text],
    },
  },
  bloomreach: {
    make: bloomreach,
    options: {
      INSTANCE: ["instance", text],
      PROJECT_TOKENS: ["projectTokens", keys],
      CROSS_SUBDOMAIN: ["crossSubdomain", flagOrText],
      EDITOR: ["editor", flag],
    },
  },
};

/** One `FIRSTPARTY_<VENDOR>_<END>`. */
interface Variable {
  readonly name: string;
  readonly end: string;
  readonly value: string;
}

/** Makes the vendors that are named, of what the variables say; takes those out of `env`. */
export function vendorsFromEnv(ids: readonly string[], env: Map<string, string>): Vendor[] {
  const variables = variablesOf(ids, env);
  return ids.map((id) => {
    const factory = Object.hasOwn(FACTORIES, id) ? FACTORIES[id] : undefined;
    if (factory === undefined)
      throw new ConfigError(
        `FIRSTPARTY_VENDORS must name vendors out of ${Object.keys(FACTORIES).join(", ")} (got ${JSON.stringify(id)})`,
      );
    const options: Record<string, unknown> = {};
    const data: Variable[] = [];
    for (const variable of variables.get(id) ?? []) {
      const found = Object.hasOwn(factory.options, variable.end) ? factory.options[variable.end] : undefined;
      if (found === undefined) data.push(variable);
      else options[found[0]] = found[1](variable.value, variable.name);
    }
    // Under its option's name, or as data, in which all keys are `keys`.
    const told = Object.entries(factory.options).flatMap(([end, [option, read]]): [string, string][] => {
      const name = variableName(id, end);
      return read === keys
        ? [
            [option, name],
            ["keys", name],
          ]
        : [[option, name]];
    });
    return named(id, [...told, ...data.map(dataOf)], () => withVariables(factory.make(options as never), data));
  });
}

/** Vendors of a config file: they are data, in which a path, a host or the keys can be replaced. Takes those variables out of `env`. */
export function withVendorVariables(vendors: readonly Vendor[], env: Map<string, string>): Vendor[] {
  // What is no vendor is for createFirstParty to refuse.
  const idOf = (vendor: Vendor | null): unknown => vendor?.id;
  const variables = variablesOf(
    vendors.map(idOf).filter((id) => typeof id === "string"),
    env,
  );
  return vendors.map((vendor) => {
    const own = variables.get(String(idOf(vendor)));
    if (own === undefined) return vendor;
    return named(vendor.id, own.map(dataOf), () => {
      try {
        return withVariables(vendor, own);
      } catch (error) {
        throw error instanceof ConfigError ? between(vendor, own, error) : error;
      }
    });
  });
}

/** Names a variable for a mistake that is neither its own nor the file's: what the file says of the vendor does not go with it. */
function between(vendor: Vendor, variables: readonly Variable[], error: ConfigError): ConfigError {
  const said = `${vendor.id}() `;
  const isFine = (changed: readonly Variable[]) => {
    try {
      withVariables(vendor, changed);
      return true;
    } catch {
      return false;
    }
  };
  const culprit = isFine([]) ? variables.find((each) => !isFine([each])) : undefined;
  const isOwn = culprit !== undefined && error.message.startsWith(said + dataOf(culprit)[0]);
  if (culprit === undefined || isOwn || !error.message.startsWith(said)) return error;
  return new ConfigError(
    `${culprit.name} does not go with the config file's ${vendor.id}(): its ${error.message.slice(said.length)}; change the variable or the file`,
  );
}

function variableName(id: string, end: string): string {
  return `FIRSTPARTY_${id.toUpperCase()}_${end}`;
}

/** By vendor, taken out of `env`. Longer ids come first: `FIRSTPARTY_ACME_EU_PATH` is of `acme_eu`, where there is one. */
function variablesOf(ids: readonly string[], env: Map<string, string>): Map<string, Variable[]> {
  const found = new Map<string, Variable[]>();
  for (const id of ids.toSorted((one, other) => other.length - one.length)) {
    const start = variableName(id, "");
    for (const [name, value] of env) {
      if (!name.startsWith(start)) continue;
      env.delete(name);
      found.set(id, [...(found.get(id) ?? []), { name, end: name.slice(start.length), value }]);
    }
  }
  return found;
}

/** The field of a vendor's data that a variable replaces. */
function dataOf({ end, name }: Variable): [field: string, name: string] {
  const host = /^HOSTS_(.+)$/.exec(end)?.[1];
  return [end === "WRITE_KEYS" ? "keys" : host === undefined ? end.toLowerCase() : `hosts.${host.toLowerCase()}`, name];
}

function withVariables(vendor: Vendor, variables: readonly Variable[]): Vendor {
  const changed = variables.reduce<Vendor>(withVariable, vendor);
  checkVendor(changed);
  return changed;
}

function withVariable(vendor: Vendor, variable: Variable): Vendor {
  const { name, end, value } = variable;
  if (end === "PATH") return { ...vendor, path: value };
  if (end === "WRITE_KEYS") return { ...vendor, keys: keys(value, name) };
  if (end.startsWith("HOSTS_")) {
    const wanted = end.slice(6).replaceAll("_", "").toLowerCase();
    const known = Object.keys(vendor.hosts).find((host) => host.toLowerCase() === wanted);
    if (known !== undefined) return { ...vendor, hosts: { ...vendor.hosts, [known]: value } };
    throw new ConfigError(`${name} names no host of ${vendor.id}(); it has ${Object.keys(vendor.hosts).join(", ")}`);
  }
  const options = (Object.hasOwn(FACTORIES, vendor.id) ? FACTORIES[vendor.id]?.options : undefined) ?? {};
  const option = Object.hasOwn(options, end) ? options[end]?.[0] : undefined;
  const ends = Object.keys(options);
  throw new ConfigError(
    option === undefined
      ? `${name} is not a variable of ${vendor.id}(); it takes PATH, ${ends.length > 0 ? ends.join(", ") : "WRITE_KEYS"} and HOSTS_<HOST>`
      : `${name} counts where FIRSTPARTY_VENDORS names ${vendor.id}; set the option ${option} of ${vendor.id}() in the config file, and unset ${name}`,
  );
}

/** Names a mistake for the variable that has it, or that is missing: the option's name stands nowhere in such a set-up. */
function named(
  id: string,
  variables: readonly (readonly [option: string, name: string])[],
  make: () => Vendor,
): Vendor {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const [option, name] of variables) {
      const said = `${id}() ${option}`;
      const rest = error.message.slice(said.length);
      if (error.message.startsWith(said) && /^[ .]/.test(rest)) throw new ConfigError(name + rest);
    }
    throw error;
  }
}
