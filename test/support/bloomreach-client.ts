/** What a page hands to `exponea.start()`: those of the SDK's options that the client here knows. */
export interface BloomreachOptions {
  /** Base URL of the API; without a final slash. */
  readonly target: string;
  readonly token: string;
  /** Default true: the cookie is for all hosts of the site's domain. */
  readonly cookies?: { readonly cross_subdomain?: boolean | string };
  /** Not the SDK's: milliseconds before the first time that commands are sent again. Default 5,000, as the SDK has it. */
  readonly resendAfterMs?: number;
}

/** What the page's stub collects until the client is there, and what the client then puts in its place. */
export interface BloomreachGlobal {
  readonly _?: (readonly [method: string, args: ArrayLike<unknown>])[];
  start(options?: Partial<BloomreachOptions>): void;
  identify(ids: string | Readonly<Record<string, string>>, properties?: object): void;
  update(properties: object): void;
  track(type: string, properties?: object): void;
  anonymize(): void;
  /** Not the SDK's: which client this is, and how many commands it still holds. */
  readonly testClient?: { readonly held: number };
}

/**
 * A client of our own in the place of Bloomreach's SDK, which is not on npm. It does on the wire what SDK 3.15.0 was seen doing in Chromium:
 * the same requests in the same order, cookie attributes, batching, unload and rules for sending again. It is the proof of this service, not of the SDK.
 *
 * It is sent to browsers as text, so it sees nothing of this file.
 */
export function bloomreachClient(): void {
  interface Command {
    readonly name: string;
    readonly data: Record<string, unknown>;
    /** For `age`: the vendor has no other clock of ours. */
    readonly madeAt: number;
  }
  interface Result {
    readonly status: string;
    readonly data?: { readonly cookie?: string };
    readonly time?: number;
  }
  type Method = (...args: never[]) => void;
  const page = window as unknown as {
    exponea: Record<string, unknown> & { readonly _: [method: string, args: ArrayLike<unknown>][] };
    webxpClient?: {
      readonly skipExperiments?: boolean;
      readonly init?: boolean;
      readonly config?: { readonly cookie?: string };
    };
  };

  const ETC = "__exponea_etc__";
  const TIME = "__exponea_time2__";
  const THREE_YEARS = 94_608_000;
  const MAX_TRIES = 100;
  const MAX_WAIT_MS = 3_600_000;
  let config: BloomreachOptions = { target: "", token: "" };
  let cookie: string | undefined;
  let registered: Record<string, string> = {};
  /** What is to be sent: at once, or once `system/ids` is answered. */
  let waiting: Command[] = [];
  /** Sent without success, and to be sent again. */
  const failed = new Set<Command[]>();
  let hasIds = false;
  let hasWaited = false;
  /** An answer for whom the visitor was before tells nothing any more. */
  let person = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const read = (name: string) => new RegExp(`(?:^|; )${name}=([\\w-]+)`).exec(document.cookie)?.[1];

  /** The SDK knows no public suffixes: the Domain is what ends like one, with what stands before. No match (`.example`): host-only. */
  function write(name: string, value: string, seconds: number): void {
    const given = config.cookies?.cross_subdomain ?? true;
    const domain = typeof given === "string" ? given : /[a-z0-9][a-z0-9-]+\.[a-z.]{2,6}$/i.exec(location.hostname)?.[0];
    const isWide = given !== false && domain !== undefined;
    document.cookie = [
      `${name}=${value}`,
      "path=/",
      `expires=${new Date(Date.now() + seconds * 1_000).toUTCString()}`,
      ...(isWide ? [`domain=${domain}`] : []),
      ...(location.protocol === "https:" ? ["secure", "samesite=none"] : ["samesite=lax"]),
    ].join("; ");
  }

  const ids = () => ({ ...registered, ...(cookie === undefined ? {} : { cookie }) });
  const make = (name: string, data: Record<string, unknown>): Command => ({ name, data, madeAt: Date.now() });
  const event = (type: string, properties: object = {}) =>
    make("crm/events", { customer_ids: ids(), company_id: config.token, type, properties });
  const idsCommand = () =>
    make("system/ids", {
      project_id: config.token,
      customer: registered,
      expires: Math.floor(Date.now() / 1_000) + THREE_YEARS,
      ...(cookie === undefined ? {} : { cookie }),
    });

  const onTheWire = (commands: readonly Command[]) =>
    commands.map(({ name, data, madeAt }) => ({
      name,
      data: name.startsWith("crm/") ? { ...data, age: (Date.now() - madeAt) / 1_000 } : data,
    }));

  async function send(commands: Command[], tries = 1): Promise<void> {
    const askedFor = person;
    failed.delete(commands);
    const body = JSON.stringify({
      sdk: "js-client",
      sdk_version: "v3.15.0",
      sdk_snippet_version: "v2.7.0",
      commands: onTheWire(commands),
    });
    let results: Result[] | undefined;
    try {
      // A string is text/plain;charset=UTF-8, so that no preflight is needed.
      const answer = await fetch(`${config.target}/bulk`, {
        method: "POST",
        credentials: "include",
        headers: { accept: "application/json" },
        body,
      });
      if (answer.status < 500) {
        const text = await answer.text();
        results = answer.ok ? resultsIn(text, commands.length) : [];
      }
    } catch {
      // No answer at all.
    }
    if (results === undefined && tries < MAX_TRIES) {
      const wait = Math.min((config.resendAfterMs ?? 5_000) * 2 ** (tries - 1), MAX_WAIT_MS);
      failed.add(commands);
      setTimeout(() => void (failed.has(commands) && send(commands, tries + 1)), wait);
      return;
    }
    for (const [index, { status, data, time }] of (results ?? []).entries()) {
      if (status !== "ok") continue;
      if (commands[index]?.name === "system/ids" && data?.cookie !== undefined && askedFor === person)
        takeIds(data.cookie);
      if (time !== undefined) write(TIME, String(time - Date.now() / 1_000), 3_600);
    }
  }

  /** One result for each command, in order; anything else is no answer. */
  function resultsIn(text: string, count: number): Result[] | undefined {
    try {
      const { results } = JSON.parse(text) as { results?: Result[] };
      return Array.isArray(results) && results.length === count ? results : undefined;
    } catch {
      return undefined;
    }
  }

  function takeIds(given: string): void {
    const isFirst = !hasIds;
    cookie = given;
    hasIds = true;
    write(ETC, given, THREE_YEARS);
    if (isFirst)
      void fetch(`${config.target}/managed-tags/show`, {
        method: "POST",
        credentials: "include",
        headers: { accept: "application/json" },
        body: JSON.stringify({ company_id: config.token, customer_ids: ids(), current_url: location.href }),
      }).catch(() => {});
    if (waiting.length > 0) soon();
  }

  function soon(): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      if (!hasIds || waiting.length === 0) return;
      const commands = waiting;
      waiting = [];
      // What waited for its ids gets them now.
      for (const { data } of commands) {
        if ("customer_ids" in data) data["customer_ids"] = { ...(data["customer_ids"] as object), cookie };
      }
      void send(commands);
    }, 100);
  }

  function queue(command: Command): void {
    waiting.push(command);
    soon();
  }

  const methods: Record<string, Method> = {
    initialize(options: BloomreachOptions) {
      const changes = page.webxpClient?.skipExperiments === true ? page.webxpClient : undefined;
      // Of a visitor without a cookie, what changes the page may know who he is: it is waited for, once.
      if (changes && changes.init !== true && read(ETC) === undefined && !hasWaited) {
        hasWaited = true;
        setTimeout(() => methods["initialize"]?.(options as never), 500);
        return;
      }
      config = { ...config, ...options };
      cookie = read(ETC) ?? changes?.config?.cookie;
      if (cookie !== undefined) write(ETC, cookie, THREE_YEARS);
      void fetch(`${config.target}/webxp/projects/${config.token}/bundle`).catch(() => {});
      void send([
        idsCommand(),
        make("system/time", { clientTS: Date.now() / 1_000 }),
        make("system/push-notifications-vapid-key", { company_id: config.token }),
        make("system/tracking", { company_id: config.token }),
        event("session_ping"),
        event("page_visit", { location: location.href }),
      ]);
    },
    identify(given: string | Record<string, string>, properties: object = {}) {
      registered = { ...registered, ...(typeof given === "string" ? { registered: given } : given) };
      queue(make("crm/customers", { ids: ids(), company_id: config.token, properties }));
    },
    update(properties: object) {
      queue(make("crm/customers", { ids: ids(), company_id: config.token, properties }));
    },
    track(type: string, properties: object = {}) {
      queue(event(type, properties));
    },
    anonymize() {
      // What was made before goes as who it was made for.
      if (hasIds && waiting.length > 0) void send(waiting.splice(0));
      person++;
      registered = {};
      cookie = crypto.randomUUID();
      hasIds = false;
      write(ETC, cookie, THREE_YEARS);
      void send([idsCommand()]);
    },
  };

  addEventListener("pagehide", () => {
    const commands = [...failed].flat().concat(waiting);
    if (commands.length === 0 || config.target === "") return;
    failed.clear();
    waiting = [];
    const body = JSON.stringify({ beacon: true, commands: onTheWire(commands) });
    navigator.sendBeacon(`${config.target}/bulk`, new Blob([body], { type: "application/json" }));
  });

  const { exponea } = page;
  for (const [name, method] of Object.entries(methods)) exponea[name] = method;
  Object.defineProperty(exponea, "testClient", { get: () => ({ held: waiting.length + [...failed].flat().length }) });
  for (const [name, args] of exponea._.splice(0)) methods[name]?.(...(Array.from(args) as never[]));
}

/**
 * A page's script that starts the client as the vendor's snippet starts the SDK: a stub that collects calls, the SDK's file, and with
 * `experiments` what changes the page, for whoever the visitor is taken for.
 */
export function bloomreachStub(options: BloomreachOptions, { experiments = false } = {}): string {
  return `(${stub})(${JSON.stringify(options)}, ${experiments});`;
}

/** In the page. */
function stub(options: BloomreachOptions, experiments: boolean): void {
  const calls: [method: string, args: IArguments][] = [];
  const exponea: Record<string, unknown> = { _: calls };
  for (const method of ["initialize", "identify", "update", "track", "anonymize"]) {
    exponea[method] = function () {
      // oxlint-disable-next-line prefer-rest-params -- as the vendor's own stub hands them on
      calls.push([method, arguments]);
    };
  }
  exponea["start"] = () => (exponea["initialize"] as (given: BloomreachOptions) => void)(options);
  const page = window as unknown as Record<string, unknown>;
  page["exponea"] = exponea;
  const load = (address: string) => {
    const script = document.createElement("script");
    script.src = address;
    document.head.append(script);
    return script;
  };
  load(`${options.target}/js/exponea.min.js`);
  if (experiments) {
    const client: Record<string, unknown> = {};
    page["webxpClient"] = client;
    const person = /__exponea_etc__=([\w-]+)/.exec(document.cookie)?.[1] ?? "new";
    const address = (kind: string) =>
      `${options.target}/webxp/${kind}/${options.token}/${person}/modifications.min.js?http-referer=${encodeURIComponent(location.href)}&timeout=4000ms`;
    const script = load(address("script"));
    for (const end of ["load", "error"])
      script.addEventListener(end, () => void (client["init"] || load(address("script-async"))));
  }
  (exponea["start"] as () => void)();
}
