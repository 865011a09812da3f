import { Duration, Stack } from "aws-cdk-lib";
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { IDistribution } from "aws-cdk-lib/aws-cloudfront";
import { FilterPattern, MetricFilter } from "aws-cdk-lib/aws-logs";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { Construct } from "constructs";
import type { Service } from "./service.ts";

interface Watched {
  readonly metric: IMetric;
  /** At or above this, for each of `periods`. */
  readonly threshold: number;
  /** Default 1. */
  readonly periods?: number;
  readonly means: string;
}

const period = Duration.minutes(5);
/** For what comes in ones and twos on a small site. */
const longer = Duration.minutes(15);

/** Of API Gateway, the function and its log. */
export function watchService({ lambda, api, stage, logs }: Service): Record<string, Watched> {
  const share = new MathExpression({
    expression: "100 * failed / asked",
    usingMetrics: {
      failed: stage.metric("5xx", { statistic: "Sum", period }),
      asked: stage.metric("Count", { statistic: "Sum", period }),
    },
    period,
    label: `5xx of ${api.httpApiId}, per cent`,
  });
  // Ten at least, so that a bot's guesses on a quiet night do not count, and a small site's lost events do.
  const refused = new MathExpression({
    expression: "IF(refused >= 10, 100 * refused / asked, 0)",
    usingMetrics: {
      refused: stage.metric("4xx", { statistic: "Sum", period: longer }),
      asked: stage.metric("Count", { statistic: "Sum", period: longer }),
    },
    period: longer,
    label: `4xx of ${api.httpApiId}, per cent`,
  });
  // Nothing that works causes one, not even a new secret. Only /ht/ of the API reaches the function, so it is no scanner of addresses either.
  const pastEdge = new MetricFilter(logs, "NotThroughEdge", {
    logGroup: logs,
    filterPattern: FilterPattern.allTerms("not_through_edge"),
    metricNamespace: `firstparty/${Stack.of(logs).stackName}`,
    metricName: "NotThroughEdge",
  });
  return {
    Failing: {
      metric: share,
      threshold: 5,
      periods: 2,
      means: "5 in 100 requests fail: the vendor is down, or firstparty is",
    },
    Refused: {
      metric: refused,
      threshold: 5,
      means:
        "5 in 100 requests are refused (4xx): throttling, headers too long, a wrong secret, or bad events; those are lost",
    },
    PastEdge: {
      metric: pastEdge.metric({ statistic: "Sum", period: longer }),
      threshold: 10,
      means:
        "requests without the secret are refused: CloudFront sends another one than the function takes, or somebody asks past CloudFront",
    },
    Errors: {
      metric: lambda.metricErrors({ period }),
      threshold: 1,
      means: "the function broke off or took too long; it answers all else itself",
    },
    Throttles: {
      metric: lambda.metricThrottles({ period }),
      threshold: 1,
      means: "the account's concurrency is used up: events are lost",
    },
    Slow: {
      metric: lambda.metricDuration({ statistic: "p95", period }),
      threshold: 5000,
      periods: 3,
      means: "one in twenty takes 5 s: the vendor is slow",
    },
  };
}

/** Of CloudFront, for Lambda@Edge: the function's own figures lie in the regions that it runs in. The share counts the site's pages too. */
export function watchEdge({ distributionId }: IDistribution): Record<string, Watched> {
  const of = (metricName: string, statistic: string) =>
    new Metric({
      namespace: "AWS/CloudFront",
      metricName,
      statistic,
      period,
      dimensionsMap: { DistributionId: distributionId, Region: "Global" },
    });
  return {
    Failing: {
      metric: of("5xxErrorRate", "Average"),
      threshold: 5,
      periods: 2,
      means: "5 in 100 requests to the distribution fail",
    },
    Errors: {
      metric: of("LambdaExecutionError", "Maximum"),
      threshold: 0.001,
      means: "the function broke off or took too long",
    },
    Invalid: {
      metric: of("LambdaValidationError", "Maximum"),
      threshold: 0.001,
      means: "CloudFront refused what the function answered",
    },
    Throttles: {
      metric: of("LambdaLimitExceededErrors", "Maximum"),
      threshold: 0.001,
      means: "the account's concurrency is used up: events are lost",
    },
  };
}

/** Each of them tells a topic, and that whom `email` names. */
export function addAlarms(
  scope: Construct,
  watched: Readonly<Record<string, Watched>>,
  email: string | undefined,
): Topic {
  const topic = new Topic(scope, "Alarms", { displayName: "firstparty" });
  if (email !== undefined) topic.addSubscription(new EmailSubscription(email));
  for (const [name, { metric, threshold, periods = 1, means }] of Object.entries(watched)) {
    const alarm = new Alarm(scope, name, {
      alarmDescription: `firstparty: ${means}`,
      metric,
      threshold,
      evaluationPeriods: periods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(topic));
  }
  return topic;
}
