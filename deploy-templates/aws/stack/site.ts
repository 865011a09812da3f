import { RemovalPolicy } from "aws-cdk-lib";
import { Certificate, CertificateValidation, type ICertificate } from "aws-cdk-lib/aws-certificatemanager";
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from "aws-cdk-lib/aws-cloudfront";
import { HttpOrigin, S3BucketOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import { HostedZone } from "aws-cdk-lib/aws-route53";
import { BlockPublicAccess, Bucket } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { ERROR_RESPONSES } from "./behaviours.ts";
import type { Settings } from "./settings.ts";

/** The distribution with the site's own pages alone. */
export function siteDistribution(
  scope: Construct,
  settings: Settings,
): { readonly distribution: Distribution; readonly pages: BehaviorOptions } {
  const pages = pagesOf(scope, settings);
  const distribution = new Distribution(scope, "Distribution", {
    comment: `${settings.host} with firstparty`,
    domainNames: [settings.host],
    certificate: certificateOf(scope, settings),
    minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
    httpVersion: HttpVersion.HTTP2_AND_3,
    enableIpv6: true,
    // An access log holds the address of every visitor.
    enableLogging: false,
    ...(settings.site === "bucket" ? { defaultRootObject: "index.html" } : {}),
    defaultBehavior: pages,
    errorResponses: ERROR_RESPONSES,
  });
  return { distribution, pages };
}

/** A start: your pages' own rules belong here. Who types an address without https gets there too. */
function pagesOf(scope: Construct, { site }: Settings): BehaviorOptions {
  const common = { compress: true, viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS };
  if (site === "bucket" || site === undefined) {
    const bucket = new Bucket(scope, "Pages", {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    return {
      ...common,
      origin: S3BucketOrigin.withOriginAccessControl(bucket),
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
    };
  }
  const origin = new HttpOrigin(site.domainName, { protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY });
  const policies = site.isAws
    ? {
        cachePolicy: CachePolicy.CACHING_DISABLED,
        originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      }
    : {
        // As the server's own headers say. The visitor's Host is in the key, and so goes on to the server.
        cachePolicy: CachePolicy.USE_ORIGIN_CACHE_CONTROL_HEADERS_QUERY_STRINGS,
        originRequestPolicy: OriginRequestPolicy.ALL_VIEWER,
      };
  return { ...common, ...policies, origin, allowedMethods: AllowedMethods.ALLOW_ALL };
}

function certificateOf(scope: Construct, { certificate, host }: Settings): ICertificate {
  if (certificate === undefined) throw new TypeError("app.ts must say a certificate where it says a site");
  if ("arn" in certificate) return Certificate.fromCertificateArn(scope, "Certificate", certificate.arn);
  const zone = HostedZone.fromHostedZoneAttributes(scope, "Zone", certificate);
  return new Certificate(scope, "Certificate", { domainName: host, validation: CertificateValidation.fromDns(zone) });
}
