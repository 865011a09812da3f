import {
  type Answer,
  type ClientRequest,
  type Config,
  createFirstParty,
  type FirstParty,
  type FirstPartyError,
  type PlatformContext,
  type Transport,
  type UpstreamResponse,
} from "../../core/index.ts";
import { Broken } from "./broken.ts";
import type { Header, Sent } from "./generate/requests.ts";
import type { VendorScript } from "./generate/vendor-answers.ts";
import { SITES, type SiteName } from "./sites.ts";

/** One request that the handler made of a vendor, as a transport gets it. */
export interface UpCall {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** What the handler was given, whichever door it came through. */
export interface Seen {
  readonly url: string;
  readonly method: string;
  readonly host: string | null;
  readonly secure: boolean;
  header(name: string): string | null;
}

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly setCookies: readonly string[];
  /** Octets, one a character; null where the vendor's stream was handed on as it was. */
  readonly body: string | null;
}

/** All that shows from outside of one exchange. */
export interface Outcome {
  readonly sent: Sent;
  readonly config: Config;
  readonly seen: Seen;
  readonly answered: Answered;
  readonly up: readonly UpCall[];
  readonly told: readonly FirstPartyError[];
}

/** Errors that onError was told since it was last looked at; runs are one after the other. */
let told: FirstPartyError[] = [];
const onError = (error: FirstPartyError) => void told.push(error);

const handlers = new Map<SiteName, FirstParty>();

export function handlerOf(site: SiteName): FirstParty {
  let handler = handlers.get(site);
  if (handler === undefined) handlers.set(site, (handler = createFirstParty({ ...SITES[site], onError })));
  return handler;
}

const octets = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(text, (one) => one.charCodeAt(0));
const asText = (bytes: Uint8Array | ArrayBuffer): string =>
  Buffer.from(bytes as Uint8Array<ArrayBuffer>).toString("latin1");

/** All lines of one name as Fetch joins them, cookies too: the worst that a platform does. */
export function joined(headers: readonly Header[], name: string): string | null {
  let all: string | null = null;
  for (const [each, value] of headers) if (each === name) all = all === null ? value : `${all}, ${value}`;
  return all;
}

/** A vendor that plays `script` and writes down what it is asked. */
function playedVendor(sent: Sent, up: UpCall[], isFetch: boolean): Transport {
  return Object.assign(
    async (url: string, request: Parameters<Transport>[1]) => {
      const body = request.body === null ? null : asText(request.body);
      up.push({ url, method: request.method, headers: request.headers, body });
      return vendorAnswer(sent.vendor, url, request, isFetch, sent.site === "impatient");
    },
    { encoding: sent.encoding },
  );
}

/** A failure as runtimes word them: the URL and what was sent with it are all in it. */
function runtimeError(script: VendorScript, url: string, request: Parameters<Transport>[1]): Error {
  const inner = new Error(`connect ${url} ${JSON.stringify(request.headers)}`);
  return Object.assign(
    new TypeError(`fetch failed: ${url}`, { cause: script.code ? Object.assign(inner, { code: script.code }) : inner }),
  );
}

function vendorAnswer(
  script: VendorScript,
  url: string,
  request: Parameters<Transport>[1],
  isFetch: boolean,
  mayStall: boolean,
): UpstreamResponse | Promise<UpstreamResponse> {
  const { way, status, headers } = script;
  if (way === "stalls" && mayStall) {
    return new Promise((_, reject) => {
      request.signal.addEventListener("abort", () => reject(request.signal.reason));
    });
  }
  if (way === "rejects" || way === "stalls") throw runtimeError(script, url, request);
  const breaks = way === "breaks";
  return {
    status,
    headers: {
      get: (name) => joined(headers, name),
      getSetCookie: () => headers.filter(([name]) => name === "set-cookie").map(([, value]) => value),
    },
    body: isFetch ? stream(script.body, breaks) : { cancel: async () => {} },
    async arrayBuffer() {
      if (breaks) throw runtimeError(script, url, request);
      return octets(script.body).buffer;
    },
  };
}

function stream(body: string, breaks: boolean): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    start(controller) {
      if (body !== "") controller.enqueue(octets(body));
      if (breaks) controller.error(new Error(`broke off: ${body}`));
      else controller.close();
    },
  });
}

function contextOf(sent: Sent, up: UpCall[], isFetch: boolean): PlatformContext {
  const { clientIp, forwardedFor, readWhole } = sent;
  return { clientIp, forwardedFor, readWhole, fetch: playedVendor(sent, up, isFetch) };
}

/** The door for platforms whose requests are not Fetch's: any octet may come in. */
export async function throughView(sent: Sent): Promise<Outcome> {
  const up: UpCall[] = [];
  const view: ClientRequest = {
    method: sent.method,
    url: sent.target,
    host: sent.host,
    secure: sent.secure,
    header: (name) => joined(sent.headers, name),
    bodyUsed: sent.bodyState === "used",
    async readBody(limit) {
      if (sent.bodyState === "gone") throw new Error(`aborted: ${sent.body}`);
      const bytes = octets(sent.body);
      return bytes.length > limit ? null : bytes;
    },
  };
  const answer = await resolved(() => handlerOf(sent.site).answer(view, contextOf(sent, up, false)));
  return outcome(sent, view, answered(answer), up);
}

/** The door of Fetch. Undefined where no Request can be made of it: what Fetch refuses, no platform of Fetch's can hand on. */
export async function throughFetch(sent: Sent): Promise<Outcome | undefined> {
  const request = asRequest(sent);
  if (request === undefined) return undefined;
  const seen: Seen = {
    url: request.url,
    method: request.method,
    host: request.headers.get("host") ?? /^https?:\/\/([^/?#]+)/.exec(request.url)?.[1] ?? null,
    secure: request.url.startsWith("https:"),
    header: (name) => request.headers.get(name),
  };
  const up: UpCall[] = [];
  const response = await resolved(() => handlerOf(sent.site)(request, contextOf(sent, up, true)));
  const headers = Object.fromEntries([...response.headers].filter(([name]) => name !== "set-cookie"));
  // A body of the vendor's may break off; that is its own.
  const body = await response.arrayBuffer().then(asText, () => null);
  return outcome(
    sent,
    seen,
    { status: response.status, headers, setCookies: response.headers.getSetCookie(), body },
    up,
  );
}

function asRequest(sent: Sent): Request | undefined {
  const headers = new Headers();
  for (const [name, value] of sent.host === null ? sent.headers : [["host", sent.host] as const, ...sent.headers]) {
    try {
      headers.append(name, value);
    } catch {
      // An octet that Fetch does not carry.
    }
  }
  const hasBody = sent.method !== "GET" && sent.method !== "HEAD";
  try {
    const request = new Request(new URL(sent.target, `http${sent.secure ? "s" : ""}://www.shop.example`), {
      method: sent.method,
      headers,
      body: hasBody ? octets(sent.body) : null,
    });
    return request;
  } catch {
    return undefined;
  }
}

/** One request as an adapter hands it to core, and core's answer. */
export interface Arrival {
  readonly outcome: Outcome;
  readonly answer: Answer;
}

/** A handler for an adapter, with the played vendor behind it; `arrival` is what it was asked, undefined where nothing arrived. */
export function arriving(sent: Sent): { readonly handler: FirstParty; arrival(): Arrival | undefined } {
  const handler = handlerOf(sent.site);
  const up: UpCall[] = [];
  let arrival: Arrival | undefined;
  const answer: FirstParty["answer"] = async (request, context = {}) => {
    let body = "";
    const readBody = async (limit: number) => {
      const bytes = await request.readBody(limit);
      if (bytes !== null) body = asText(bytes);
      return bytes;
    };
    // Some views are objects with getters; what core reads of one is named here.
    const { method, url, host, secure, bodyUsed, signal } = request;
    const view: ClientRequest = {
      method,
      url,
      host,
      secure,
      bodyUsed,
      signal,
      readBody,
      header: (name) => request.header(name),
    };
    const fetch = playedVendor(sent, up, true);
    const given = await resolved(() => handler.answer(view, { ...context, fetch }));
    const { clientIp, forwardedFor, readWhole } = context;
    const asArrived = { ...sent, body, clientIp, forwardedFor, readWhole };
    arrival = { outcome: outcome(asArrived, view, answered(given), up), answer: given };
    return given;
  };
  return {
    handler: Object.assign((request: Request) => handler(request), { answer, patienceMs: 0 }),
    arrival: () => arrival,
  };
}

async function resolved<T>(ask: () => Promise<T>): Promise<T> {
  told = [];
  try {
    return await ask();
  } catch (error) {
    throw new Broken("the handler resolves for every input", error);
  }
}

function outcome(sent: Sent, seen: Seen, answer: Answered, up: readonly UpCall[]): Outcome {
  return { sent, config: SITES[sent.site], seen, answered: answer, up, told };
}

function answered({ status, headers, setCookies, body }: Answer): Answered {
  if (typeof body === "string" || body === null) return { status, headers, setCookies, body: body ?? "" };
  return { status, headers, setCookies, body: "byteLength" in body ? asText(body) : null };
}
