import { Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import { CompositePrincipal, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Architecture, type IVersion, Runtime } from "aws-cdk-lib/aws-lambda";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
import type { Construct } from "constructs";
import { bundling, fileOf } from "./bundling.ts";
import { FUNCTION_SECONDS, type Settings } from "./settings.ts";
import { variablesOf } from "./variables.ts";

/** Lambda@Edge, for origin requests. Nobody but CloudFront can ask it, so it needs no secret; and CloudFront's event says who the visitor is. */
export function atEdge(scope: Construct, settings: Settings): IVersion {
  const functionName = `${Stack.of(scope).stackName}-edge`;
  const role = new Role(scope, "Role", {
    assumedBy: new CompositePrincipal(
      new ServicePrincipal("lambda.amazonaws.com"),
      new ServicePrincipal("edgelambda.amazonaws.com"),
    ),
  });
  // It writes in the region that it runs in, under this name, and makes the group there itself.
  const logs = `arn:aws:logs:*:${Stack.of(scope).account}:log-group:/aws/lambda/us-east-1.${functionName}:*`;
  role.addToPolicy(
    new PolicyStatement({
      actions: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [logs],
    }),
  );
  const lambda = new NodejsFunction(scope, "Function", {
    functionName,
    description: `firstparty for ${settings.host}`,
    entry: fileOf("edge.ts"),
    // There are no environment variables at the edge: what would be theirs is written into the bundle.
    bundling: { ...bundling, define: { "process.env": JSON.stringify(variablesOf(scope, settings)) } },
    // The edge takes a runtime later than Lambda does, and no ARM.
    runtime: Runtime.NODEJS_22_X,
    architecture: Architecture.X86_64,
    memorySize: 256,
    timeout: Duration.seconds(FUNCTION_SECONDS),
    role,
    awsSdkConnectionReuse: false,
    // CloudFront's replicas outlive the stack by hours, and a version that has some cannot be deleted.
    currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN },
  });
  return lambda.currentVersion;
}
