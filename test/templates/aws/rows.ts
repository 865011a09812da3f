import type { Edit, Part } from "./stack.ts";

/** What a part of the template has to hold; `undefined`: has to be without. */
interface Holds {
  readonly [name: string]: string | number | boolean | undefined | readonly unknown[] | Holds;
}

/** A line of the two tables, what the stack has in its place, and an edit of the stack that takes it away. */
export interface Row {
  readonly setting: string;
  /** As https://hightouch.com/docs/events/first-party-tracking has it for the SDK and for events; read on 2026-11-22. */
  readonly says: readonly [sdk: string, events: string];
  readonly here: Partial<Record<Part, Holds>>;
  readonly broken: Edit;
}

const BEHAVIOURS = "stack/behaviours.ts";
const COMMON = "AddBehaviorOptions = { ";
const SITE = "stack/site.ts";
const STACK = "stack/stack.ts";

/** For what holds of both behaviours. */
const on = (holds: Holds) => ({ files: holds, service: holds });

/** The older way to say what is in the key. */
const LEGACY_KEY = `addBehaviours(distribution, origin);
  const cfn = distribution.node.defaultChild as unknown as { addPropertyOverride(path: string, value: unknown): void };
  cfn.addPropertyOverride("DistributionConfig.CacheBehaviors.1.ForwardedValues", { QueryString: true });`;

export const ROWS: readonly Row[] = [
  {
    setting: "Origin domain",
    says: ["cdn.hightouch-events.com", "us-east-1.hightouch-events.com"],
    here: {
      origin: {
        // The third part of the API's endpoint, between slashes.
        DomainName: { "Fn::Select": [2, { "Fn::Split": ["/", { "Fn::GetAtt": ["ApiF70053CD", "ApiEndpoint"] }] }] },
        CustomOriginConfig: { OriginProtocolPolicy: "https-only", OriginReadTimeout: 30 },
      },
    },
    broken: [STACK, "new HttpOrigin(domainName,", 'new HttpOrigin("us-east-1.hightouch-events.com",'],
  },
  {
    setting: "Origin path",
    says: ["blank", "blank"],
    here: { origin: { OriginPath: undefined } },
    broken: [STACK, "customHeaders:", 'originPath: "/prod", customHeaders:'],
  },
  {
    setting: "Name",
    says: ["unique", "unique"],
    here: { distribution: { Comment: "www.example.com with firstparty" } },
    broken: [SITE, "comment: `${settings.host} with firstparty`,", ""],
  },
  {
    setting: "Enable Origin Shield",
    says: ["No", "No"],
    here: { origin: { OriginShield: undefined } },
    broken: [STACK, "readTimeout:", 'originShieldRegion: "us-east-1", readTimeout:'],
  },
  {
    setting: "Compress objects automatically",
    says: ["Yes", "Yes"],
    here: on({ Compress: true }),
    broken: [BEHAVIOURS, "compress: true", "compress: false"],
  },
  {
    setting: "Viewer protocol policy",
    says: ["HTTPS only", "HTTPS only"],
    here: on({ ViewerProtocolPolicy: "https-only" }),
    broken: [BEHAVIOURS, "ViewerProtocolPolicy.HTTPS_ONLY", "ViewerProtocolPolicy.ALLOW_ALL"],
  },
  {
    setting: "Allowed HTTP methods",
    says: ["GET, HEAD", "GET, HEAD, OPTIONS, PUT, POST, PATCH, DELETE"],
    here: {
      files: { AllowedMethods: ["GET", "HEAD"] },
      service: { AllowedMethods: ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"] },
    },
    broken: [BEHAVIOURS, "AllowedMethods.ALLOW_ALL", "AllowedMethods.ALLOW_GET_HEAD_OPTIONS"],
  },
  {
    setting: "Restrict viewer access",
    says: ["No", "No"],
    here: on({ TrustedKeyGroups: undefined, TrustedSigners: undefined }),
    broken: [BEHAVIOURS, COMMON, `${COMMON}trustedKeyGroups: [{ keyGroupRef: { keyGroupId: "group" } }] as never[], `],
  },
  {
    setting: "Cache key and origin requests",
    says: ["policies", "policies"],
    here: on({ ForwardedValues: undefined, MinTTL: undefined, DefaultTTL: undefined }),
    broken: [STACK, "addBehaviours(distribution, origin);", LEGACY_KEY],
  },
  {
    setting: "Cache policy",
    says: ["CachingOptimized", "CachingDisabled"],
    here: {
      files: { CachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6" },
      service: { CachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad" },
    },
    broken: [BEHAVIOURS, "CachePolicy.CACHING_DISABLED", "CachePolicy.CACHING_OPTIMIZED"],
  },
  {
    setting: "Origin request policy",
    says: ["AllViewerExceptHostHeader", "AllViewer"],
    here: {
      files: { OriginRequestPolicyId: undefined },
      service: { OriginRequestPolicyId: "b689b0a8-53d0-40ab-baf2-68738e2966ac" },
    },
    broken: [BEHAVIOURS, "OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER", "OriginRequestPolicy.ALL_VIEWER"],
  },
  {
    setting: "Response headers policy",
    says: ["None", "None"],
    here: on({ ResponseHeadersPolicyId: undefined }),
    broken: [
      BEHAVIOURS,
      COMMON,
      `${COMMON}responseHeadersPolicy: { responseHeadersPolicyRef: { responseHeadersPolicyId: "cors" } } as never, `,
    ],
  },
  {
    setting: "Function associations",
    says: ["none", "none"],
    here: on({ FunctionAssociations: undefined, LambdaFunctionAssociations: undefined }),
    broken: [
      BEHAVIOURS,
      COMMON,
      `${COMMON}functionAssociations: [{ eventType: "viewer-request", function: { functionRef: { functionArn: "arn" } } }] as never[], `,
    ],
  },
  {
    setting: "Alternate domain name (CNAME)",
    says: ["a domain of its own", "a domain of its own"],
    here: { distribution: { Aliases: ["www.example.com"] } },
    broken: [SITE, "domainNames: [settings.host]", 'domainNames: ["events.example.com"]'],
  },
  {
    setting: "Custom SSL certificate",
    says: ["for that name", "for that name"],
    here: {
      distribution: {
        ViewerCertificate: {
          AcmCertificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000",
          MinimumProtocolVersion: "TLSv1.2_2021",
          SslSupportMethod: "sni-only",
        },
      },
    },
    broken: [SITE, "SecurityPolicyProtocol.TLS_V1_2_2021", "SecurityPolicyProtocol.TLS_V1_2016"],
  },
  {
    setting: "Supported HTTP versions",
    says: ["HTTP/2 and HTTP/3", "HTTP/2 and HTTP/3"],
    here: { distribution: { HttpVersion: "http2and3" } },
    broken: [SITE, "HttpVersion.HTTP2_AND_3", "HttpVersion.HTTP2"],
  },
  {
    setting: "Default root object",
    says: ["blank", "blank"],
    here: { distribution: { DefaultRootObject: undefined } },
    broken: [SITE, 'settings.site === "bucket" ? { defaultRootObject', "settings.host ? { defaultRootObject"],
  },
  {
    setting: "Standard logging",
    says: ["Off", "Off"],
    here: { distribution: { Logging: undefined } },
    broken: [SITE, "enableLogging: false", "enableLogging: true"],
  },
  {
    setting: "IPv6",
    says: ["On", "On"],
    here: { distribution: { IPV6Enabled: true } },
    broken: [SITE, "enableIpv6: true", "enableIpv6: false"],
  },
];
