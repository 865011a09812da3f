/** What app.ts says. */
export interface Settings {
  /** The host in the visitor's address bar. Your pages and `/ht/` have to be on the same one. */
  readonly host: string;
  /** The registrable domains of `host`: `cookieDomains` of firstparty's config. */
  readonly cookieDomains: readonly string[];
  /**
   * `api-gateway`: an HTTP API with a function in one region. `edge`: Lambda@Edge, in the region nearest to the visitor: no secret, but no
   * environment variables either, minutes until a change is everywhere, and a log in every region that it has run in.
   */
  readonly runsOn: "api-gateway" | "edge";
  /**
   * Where the pages come from: the domain name of a server that answers HTTPS, or `bucket`, which makes a private S3 bucket. Left out: there is a
   * distribution already, and it gets the two behaviours (README).
   *
   * A server of your own is sent the visitor's Host. `isAws`: an AWS service that finds itself by its own (API Gateway, a Function URL, Amplify), and
   * answers 403 to any other; nothing of it is cached.
   */
  readonly site?: "bucket" | { readonly domainName: string; readonly isAws?: boolean };
  /** For `host`, in us-east-1: CloudFront takes no other. With a zone of Route 53 it is made and validated there. Only where `site` is said. */
  readonly certificate?: { readonly arn: string } | { readonly hostedZoneId: string; readonly zoneName: string };
  /** Who gets a mail when an alarm goes off; he has to confirm it once. Default: the topic alone. Not at the edge without `site`, where nothing is watched. */
  readonly alarmEmail?: string;
  /** Raised by one, the secret between CloudFront and the function is a new one (README). Default 1. Not at the edge. */
  readonly secretGeneration?: number;
  /** Requests a second that API Gateway lets in, twice as many at once; what is above gets 429, and that event is lost. Default 1,000. Not at the edge. */
  readonly requestsPerSecond?: number;
  /** Executions at once. Default: the account's own limit, shared with its other functions (README). Not at the edge. */
  readonly reservedConcurrency?: number;
  /** Default us-east-1, where CloudFront's certificates, Lambda@Edge and Hightouch's events are; another only without `site` and `edge`. */
  readonly region?: string;
}

/** What may be cached: SDK files alone. In front of `SERVICES`, since the first pattern that matches counts. */
export const FILES = "/ht/browser/*";
/** Events, and what sets cookies: a pattern for each vendor of firstparty.ts, `["/ht/*", "/sg/*"]` with Segment. */
export const SERVICES = ["/ht/*"];

/** Seconds that the function may take: longer than `handler.patienceMs` (25 s), shorter than the 30 s of API Gateway, CloudFront and Lambda@Edge. */
export const FUNCTION_SECONDS = 29;

/** What would be passed over in silence is refused. */
export function checkSettings(settings: Settings): void {
  const { host, cookieDomains, site, runsOn, region = "us-east-1" } = settings;
  if (cookieDomains.length > 0 && !cookieDomains.some((domain) => `.${host}`.endsWith(`.${domain}`)))
    throw new TypeError(
      `cookieDomains must hold the registrable domain of host (got ${cookieDomains.join(", ")} and ${host})`,
    );
  if (region !== "us-east-1" && (site !== undefined || runsOn === "edge"))
    throw new TypeError(
      `region must be us-east-1 with a site or at the edge: CloudFront takes no other (got ${region})`,
    );
  if (runsOn !== "edge") return;
  for (const name of ["requestsPerSecond", "reservedConcurrency", "secretGeneration"] as const) {
    if (settings[name] !== undefined)
      throw new TypeError(`${name} must be left out at the edge: there is no API, no reservation and no secret`);
  }
  if (settings.alarmEmail !== undefined && site === undefined)
    throw new TypeError(
      "alarmEmail must be left out at the edge without a site: the alarms come with the distribution",
    );
}
