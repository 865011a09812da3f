// https://documentation.bloomreach.com/engagement/docs/custom-tracking-domain, .../exponea-service-worker, and the wire format of the
// SDK 3.15.0, checked on 2026-11-22
import { isHost } from "../hosts.ts";
import { mistake } from "../mistakes.ts";
import type { RelayRoute, Vendor } from "../types.ts";
import { keyNames } from "../vendor-keys.ts";
import { withDefaults } from "./with-defaults.ts";

export interface BloomreachOptions {
  /** Where it is served on the customer's domain. Default `/br`. */
  readonly path?: string | undefined;
  /** Host of the project's instance, for example `api.eu1.exponea.com`. Default `api.exponea.com`. */
  readonly instance?: string | undefined;
  /** Base URL in place of the instance's. */
  readonly hosts?: Partial<Record<"api", string>> | undefined;
  /**
   * The tokens of your projects, which name the server cookies (`xnpe_<token>`): the only ones whose data passes. Under a token's name, the
   * only domains on whose hosts it passes: `{ "TOKEN-1": ["example.com"], "TOKEN-2": ["example.de"] }`. At least one.
   */
  readonly projectTokens: NonNullable<Vendor["keys"]>;
  /** Whether the visual editor is served as well: pages of the vendor's on your own domain. Default false. */
  readonly editor?: boolean | undefined;
}

type BloomreachRoute = RelayRoute<"api">;

/** Bloomreach Engagement (Exponea): the SDK, its API and service worker, and the server cookie of a Custom Tracking Domain. */
export function bloomreach(options: BloomreachOptions): Vendor<"api"> {
  const { path, instance, hosts, projectTokens, editor } = withDefaults("bloomreach", options, {
    path: "/br",
    instance: "api.exponea.com",
    hosts: { api: "" },
    projectTokens: undefined as Vendor["keys"],
    editor: false,
  });
  const tokens = keyNames(projectTokens) ?? [];
  if (tokens.length === 0 || !tokens.every((token) => /^[\w-]+$/.test(token)))
    throw mistake(
      "bloomreach() projectTokens",
      "must list your projects' tokens, since they name the cookies",
      projectTokens,
    );
  if (!isHost(instance) || !URL.canParse(`https://${instance}`))
    throw mistake("bloomreach() instance", 'must be a host such as "api.eu1.exponea.com"', instance);
  // What it sends up; the server cookie also comes back.
  const serverCookies = tokens.map((token) => `xnpe_${token}`);
  const cookiesUp = [...serverCookies, "__exponea_etc__", "__exponea_time2__"];
  const cookies = { cookiesUp, cookiesDown: serverCookies };
  const api = {
    host: "api",
    methods: ["POST"],
    requestHeaders: ["accept", "accept-language", "content-type", "referer", "user-agent"],
    ...cookies,
    // No event has a key by which the vendor could tell a second copy.
    retry: "never",
    identity: "mirror",
    personIn: [{ in: "body", name: "cookie" }],
  } as const satisfies Partial<BloomreachRoute>;
  const file = {
    kind: "script",
    host: "api",
    methods: ["GET", "HEAD"],
    requestHeaders: ["accept", "if-none-match", "if-modified-since"],
    retry: "connect",
  } as const satisfies Partial<BloomreachRoute>;
  return {
    id: "bloomreach",
    path,
    docs: "https://documentation.bloomreach.com/engagement/docs/custom-tracking-domain",
    hosts: { api: hosts.api || `https://${instance}` },
    keys: projectTokens,
    identity: tokens.map((key) => [{ browser: "__exponea_etc__", server: `xnpe_${key}`, key }]),
    scriptCookies: ["__exponea_time2__"],
    elsewhere: [],
    routes: [
      { kind: "renew", path: "/renew" },
      { kind: "clear", path: "/clear" },
      { kind: "restore-script", path: "/restore.js" },
      { kind: "withdraw", path: "/consent/withdraw" },
      { kind: "grant", path: "/consent/grant" },
      { kind: "service-worker", path: "/service-worker.js", imports: ["/js/service-worker.min.js"] },
      { ...file, path: "/js/:file+" },
      ...(editor ? [{ ...file, path: "/editor/:file+", mayBeDocument: true }] : []),
      {
        // Waited for by the page's head, and named for whoever the SDK takes the visitor for.
        ...file,
        ...cookies,
        path: "/webxp/script/:token/:cookie/modifications.min.js",
        keyIn: [{ in: "path", name: "token" }],
        identity: "renew",
        personIn: [{ in: "path", name: "cookie", nobody: ["new"] }],
      },
      { ...api, kind: "collect", path: "/bulk", keyIn: [{ in: "body", name: "project_id" }] },
    ],
  };
}
