import {
  type AddBehaviorOptions,
  AllowedMethods,
  CachePolicy,
  type Distribution,
  type ErrorResponse,
  type IOrigin,
  LambdaEdgeEventType,
  OriginRequestPolicy,
  ViewerProtocolPolicy,
} from "aws-cdk-lib/aws-cloudfront";
import type { IVersion } from "aws-cdk-lib/aws-lambda";
import { Duration } from "aws-cdk-lib";
import { FILES, SERVICES } from "./settings.ts";

const COMMON: AddBehaviorOptions = { viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY, compress: true };

/**
 * Adds firstparty to a distribution, this stack's or one that you have. `origin` is the service's; with `edge` nothing reaches it, but its name has
 * to resolve (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-at-edge-function-restrictions.html, read 2026-11-22).
 */
export function addBehaviours(distribution: Distribution, origin: IOrigin, edge?: IVersion): void {
  const edgeLambdas = edge && {
    // Without the body an event would arrive empty.
    edgeLambdas: [{ eventType: LambdaEdgeEventType.ORIGIN_REQUEST, functionVersion: edge, includeBody: true }],
  };
  distribution.addBehavior(FILES, origin, {
    ...COMMON,
    ...edgeLambdas,
    allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
    // No visitor's cookie, header or query goes to the origin: they are not in the key, so whatever they changed would be everybody's.
    cachePolicy: CachePolicy.CACHING_OPTIMIZED,
  });
  for (const service of SERVICES) {
    distribution.addBehavior(service, origin, {
      ...COMMON,
      ...edgeLambdas,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      // Answers here set cookies: a policy with a minimum TTL would keep them for the next visitor, whatever no-store says.
      cachePolicy: CachePolicy.CACHING_DISABLED,
      // API Gateway finds the API by its Host, and answers 403 to the viewer's.
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    });
  }
}

/** Without them a lost script stays lost for CloudFront's own ten seconds. They count for the whole distribution. */
export const ERROR_RESPONSES: ErrorResponse[] = [500, 502, 503, 504].map((httpStatus) => ({
  httpStatus,
  ttl: Duration.seconds(0),
}));
