// https://documentation.bloomreach.com/engagement/docs/custom-tracking-domain, .../exponea-service-worker, and the wire format of the
// SDK 3.15.0, checked on 2026-11-22
import { isHost } from "../hosts.ts";
import { mistake } from "../mistakes.ts";
import type { RelayRoute, Vendor } from "../types.ts";
import { keyNames } from "../vendor-keys.ts";
import { checkKeyNames } from "./check-keys.ts";
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
  /** As the SDK's `cookies.cross_subdomain` has it: false where its cookie is for the page's own host only, or its Domain. Default true. */
  readonly crossSubdomain?: boolean | string | undefined;
  /** Whether the visual editor is served as well: pages of the vendor's on your own domain. Default false. */
  readonly editor?: boolean | undefined;
}

/** The SDK's own, which knows no public suffixes: of `www.ab.de` all, of `www.shop.company` nothing. */
const SDK_DOMAIN = "[a-z0-9][a-z0-9-]+\\.[a-z.]{2,6}$";
const NO_DOMAIN = "(?!)";

type BloomreachRoute = RelayRoute<"api">;

/** Bloomreach Engagement (Exponea): the SDK, its API and service worker, and the server cookie of a Custom Tracking Domain. */
export function bloomreach(options: BloomreachOptions): Vendor<"api"> {
  const { path, instance, hosts, projectTokens, crossSubdomain, editor } = withDefaults("bloomreach", options ?? {}, {
    path: "/br",
    instance: "api.exponea.com",
    hosts: { api: "" },
    projectTokens: undefined as Vendor["keys"],
    crossSubdomain: true as boolean | string,
    editor: false,
  });
  const tokens = keyNames(projectTokens) ?? [];
  if (tokens.length === 0 || !tokens.every((token) => /^[\w-]+$/.test(token)))
    throw mistake(
      "bloomreach() projectTokens",
      'must list your projects\' tokens, such as ["TOKEN"], since they name the cookies',
      projectTokens,
    );
  checkKeyNames("bloomreach() projectTokens", projectTokens);
  if (!isHost(instance) || !URL.canParse(`https://${instance}`))
    throw mistake("bloomreach() instance", 'must be a host such as "api.eu1.exponea.com"', instance);
  if (typeof editor !== "boolean") throw mistake("bloomreach() editor", "must be true or false", editor);
  if (typeof crossSubdomain === "string" && !isHost(crossSubdomain))
    throw mistake(
      "bloomreach() crossSubdomain",
      'must be true, false or a domain such as "example.com"',
      crossSubdomain,
    );
  const domain =
    typeof crossSubdomain === "string"
      ? `${crossSubdomain.replaceAll(".", "\\.")}$`
      : crossSubdomain
        ? SDK_DOMAIN
        : NO_DOMAIN;
  const serverCookies = tokens.map((token) => `xnpe_${token}`);
  // What it is told; the server cookie also comes back.
  const cookies = {
    cookiesUp: [...serverCookies, "__exponea_etc__", "__exponea_time2__"],
    cookiesDown: serverCookies,
  } as const;
  /** Of a path or a body, which have the token by two names; a command has it in its `data`. */
  const tokenInPath = [{ in: "path", name: "token" }] as const;
  const tokenInBody = [
    { in: "body", name: "project_id", below: "data" },
    { in: "body", name: "company_id", below: "data" },
  ] as const;
  const api = {
    host: "api",
    methods: ["POST"],
    // JSON as text/plain, and as application/json where it is a beacon.
    requestHeaders: ["accept", "accept-language", "content-type", "referer", "user-agent"],
    // No event has a key by which the vendor could tell a second copy, and the SDK sends again by itself.
    retry: "never",
    // Seen: the SDK drops what is answered so. Any success that is not the vendor's it would send again, a hundred times.
    acknowledgement: { status: 400, contentType: "application/json", body: '{"success":false,"dropped":true}' },
  } as const satisfies Partial<BloomreachRoute>;
  const answered = {
    ...api,
    ...cookies,
    kind: "settings",
    keyIn: tokenInBody,
    personIn: [{ in: "body", name: "cookie" }],
  } as const satisfies Partial<BloomreachRoute>;
  const file = {
    kind: "script",
    host: "api",
    methods: ["GET", "HEAD"],
    requestHeaders: ["accept", "accept-language", "referer", "user-agent", "if-none-match", "if-modified-since"],
    retry: "connect",
  } as const satisfies Partial<BloomreachRoute>;
  /**
   * For whoever the snippet takes the visitor for; where it knows nobody, the server cookie says it. The SDK does not wait for it: an answer
   * that is late would bring the old person back over one who was made anonymous since, so it restores nobody.
   */
  const modifications = {
    ...file,
    ...cookies,
    keyIn: tokenInPath,
    personIn: [{ in: "path", name: "cookie", nobody: ["new"] }],
    identity: "mirror",
  } as const satisfies Partial<BloomreachRoute>;
  return {
    id: "bloomreach",
    path,
    docs: "https://documentation.bloomreach.com/engagement/docs/custom-tracking-domain",
    hosts: { api: hosts.api || `https://${instance}` },
    keys: projectTokens,
    identity: tokens.map((key) => [{ browser: "__exponea_etc__", server: `xnpe_${key}`, domain, key }]),
    scriptCookies: ["__exponea_time2__", "__exponea_ab_*"],
    elsewhere: [
      {
        host: "sdk-tracing.exponea.com",
        why: "errors inside the SDK itself, which it reports (its option error_reporting); a connect-src without it stops that",
      },
      {
        host: "exp-framework.exponea.com",
        why: "the framework that exponea.loadDependency() loads, where a campaign calls it; a script-src without it stops that",
      },
    ],
    routes: [
      { kind: "renew", path: "/renew" },
      { kind: "clear", path: "/clear" },
      { kind: "restore-script", path: "/restore.js" },
      { kind: "withdraw", path: "/consent/withdraw" },
      { kind: "grant", path: "/consent/grant" },
      { kind: "service-worker", path: "/service-worker.js", imports: ["/js/service-worker.min.js"] },
      { ...file, path: "/js/:file+" },
      ...(editor ? [{ ...file, path: "/editor/:file+", mayBeDocument: true }] : []),
      { ...modifications, path: "/webxp/script/:token/:cookie/modifications.min.js" },
      { ...modifications, path: "/webxp/script-async/:token/:cookie/modifications.min.js" },
      {
        // Older, and by an address that is not written down: without cookies, which could be somebody else's than it names.
        ...file,
        kind: "settings",
        path: "/webxp/data/modifications/:rest+",
        methods: ["GET", "HEAD", "POST"],
        requestHeaders: [...file.requestHeaders, "content-type"],
        retry: "never",
        keyIn: tokenInBody,
        mayLackKey: true,
      },
      // The SDK asks for them without cookies from its own custom domain.
      { ...file, kind: "settings", path: "/webxp/projects/:token/bundle", keyIn: tokenInPath },
      { ...file, kind: "settings", path: "/webxp/projects/:token/segments", keyIn: tokenInPath },
      {
        ...api,
        ...cookies,
        kind: "collect",
        path: "/webxp/projects/:token/cookies/:cookie/link-ids",
        keyIn: [...tokenInPath, ...tokenInBody],
        personIn: [
          { in: "path", name: "cookie", nobody: [] },
          { in: "body", name: "cookie" },
        ],
      },
      // Names neither a project nor a person, and is asked without cookies.
      { ...api, kind: "collect", path: "/webxp/bandits/reward", keyIn: [] },
      // The first that a page asks when it has been told who is there: a visitor of one page has no other answer that could give him his twin.
      { ...answered, path: "/managed-tags/:call+", identity: "mirror" },
      // Some name a campaign or a model, and it was not seen that all of them name their project beside it.
      { ...answered, path: "/campaigns/:call+", mayLackKey: true },
      { ...answered, path: "/optimization/:call+", mayLackKey: true },
      { ...answered, kind: "collect", path: "/bulk", identity: "mirror" },
    ],
  };
}
