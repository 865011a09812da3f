import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { HttpApi, HttpMethod, type IHttpStage } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { ApplicationLogLevel, Architecture, LoggingFormat, Runtime, SystemLogLevel } from "aws-cdk-lib/aws-lambda";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import { bundling, fileOf } from "./bundling.ts";
import { VERIFY_HEADER } from "./origin-verify.ts";
import { FUNCTION_SECONDS, SERVICES, type Settings } from "./settings.ts";
import { variablesOf } from "./variables.ts";

export interface Service {
  readonly lambda: NodejsFunction;
  readonly api: HttpApi;
  readonly stage: IHttpStage;
  readonly logs: LogGroup;
}

/** The function, and the HTTP API that asks it. `secrets`: comma-separated, what CloudFront's header may say. */
export function service(scope: Construct, settings: Settings, secrets: string): Service {
  const logs = new LogGroup(scope, "Logs", {
    retention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  // Not AWSLambdaBasicExecutionRole: that may write to every log group of the account.
  const role = new Role(scope, "Role", { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
  role.addToPolicy(
    new PolicyStatement({ actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [logs.logGroupArn] }),
  );
  const lambda = new NodejsFunction(scope, "Function", {
    description: `firstparty for ${settings.host}`,
    entry: fileOf("function.ts"),
    bundling,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    // It waits for the vendor most of its time, and memory is paid while it does.
    memorySize: 256,
    timeout: Duration.seconds(FUNCTION_SECONDS),
    ...(settings.reservedConcurrency === undefined
      ? {}
      : { reservedConcurrentExecutions: settings.reservedConcurrency }),
    role,
    logGroup: logs,
    // What firstparty says of failures, and no line for each request.
    loggingFormat: LoggingFormat.JSON,
    applicationLogLevelV2: ApplicationLogLevel.WARN,
    systemLogLevelV2: SystemLogLevel.WARN,
    environment: {
      ...variablesOf(scope, settings),
      // CloudFront, which has appended the visitor's address to X-Forwarded-For; API Gateway appends CloudFront's own behind it.
      FIRSTPARTY_TRUSTED_HOPS: "1",
      FIRSTPARTY_ORIGIN_VERIFY_HEADER: VERIFY_HEADER,
      FIRSTPARTY_ORIGIN_VERIFY_SECRETS: secrets,
    },
  });
  const api = new HttpApi(scope, "Api", { description: `firstparty for ${settings.host}`, createDefaultStage: false });
  const integration = new HttpLambdaIntegration("Integration", lambda);
  for (const path of SERVICES)
    api.addRoutes({ path: path.replace("*", "{proxy+}"), methods: [HttpMethod.ANY], integration });
  const perSecond = settings.requestsPerSecond ?? 1000;
  const stage = api.addStage("Stage", {
    stageName: "$default",
    autoDeploy: true,
    throttle: { rateLimit: perSecond, burstLimit: 2 * perSecond },
  });
  return { lambda, api, stage, logs };
}
