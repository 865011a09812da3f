import { type App, CfnOutput, Duration, Fn, Stack } from "aws-cdk-lib";
import { OriginProtocolPolicy, OriginSslPolicy } from "aws-cdk-lib/aws-cloudfront";
import { HttpOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import { addAlarms, watchEdge, watchService } from "./alarms.ts";
import { atEdge } from "./at-edge.ts";
import { addBehaviours } from "./behaviours.ts";
import { originSecrets, VERIFY_HEADER } from "./origin-verify.ts";
import { service } from "./service.ts";
import { checkSettings, type Settings } from "./settings.ts";
import { siteDistribution } from "./site.ts";

/** One stack for one host: the service, the distribution in front of it where the settings name a site, alarms. */
export function firstPartyStack(app: App, settings: Settings, id = "Firstparty"): Stack {
  checkSettings(settings);
  const { region = "us-east-1" } = settings;
  const stack = new Stack(app, id, { env: { region }, description: `firstparty for ${settings.host}` });
  if (settings.runsOn === "edge") addEdge(stack, settings);
  else addService(stack, settings);
  return stack;
}

function addService(stack: Stack, settings: Settings): void {
  const { sent, taken } = originSecrets(stack, settings.secretGeneration ?? 1);
  const made = service(stack, settings, taken);
  addAlarms(stack, watchService(made), settings.alarmEmail);
  const domainName = Fn.select(2, Fn.split("/", made.api.apiEndpoint));
  if (settings.site === undefined) {
    print(stack, "OriginDomain", domainName);
    print(stack, "OriginSecret", sent.secretArn);
    return;
  }
  const { distribution } = siteDistribution(stack, settings);
  // The function takes a new secret before CloudFront sends it.
  distribution.node.addDependency(made.lambda);
  const origin = new HttpOrigin(domainName, {
    protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
    originSslProtocols: [OriginSslPolicy.TLS_V1_2],
    readTimeout: Duration.seconds(30),
    customHeaders: { [VERIFY_HEADER]: sent.secretValue.unsafeUnwrap() },
  });
  addBehaviours(distribution, origin);
  print(stack, "DistributionDomain", distribution.distributionDomainName);
}

function addEdge(stack: Stack, settings: Settings): void {
  const version = atEdge(stack, settings);
  if (settings.site === undefined) {
    print(stack, "EdgeFunction", version.functionArn);
    return;
  }
  const { distribution, pages } = siteDistribution(stack, settings);
  addBehaviours(distribution, pages.origin, version);
  addAlarms(stack, watchEdge(distribution), settings.alarmEmail);
  print(stack, "DistributionDomain", distribution.distributionDomainName);
}

/** Shown when it is deployed. */
function print(stack: Stack, name: string, value: string): CfnOutput {
  return new CfnOutput(stack, name, { value });
}
