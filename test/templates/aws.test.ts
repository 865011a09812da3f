import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { createFirstParty, hightouch } from "../../core/index.ts";
import { type Row, ROWS } from "./aws/rows.ts";
import { editedStack, type Part, partsOf, readStack, type Stack, unlike } from "./aws/stack.ts";
import { generationsIn, secretOf, startFunction, variablesOf } from "./aws/function.ts";
import { loopbackVendor } from "../parity/vendor-loopback.ts";
import { PATIENT, startWalk, type Walk } from "./walk.ts";

const root = join(import.meta.dirname, "../..");

let walk: Walk;
let stack: Stack;
beforeAll(async () => {
  walk = await startWalk("aws");
  await walk.run(1);
  await walk.run(2);
  stack = await readStack(join(walk.folder, "cdk.out"));
}, PATIENT);
afterAll(() => walk?.remove());
beforeEach(({ task }) => {
  task.meta.template = "aws";
});

test("steps 3 and 4 run as far as they go without an account, with the kill switch", { timeout: PATIENT }, async () => {
  const shown = await walk.run(3, { instead: { "npx cdk bootstrap": "npx cdk bootstrap --show-template" } });
  expect(shown).toContain("AWS::S3::Bucket");
  // As deploy, but for the bundling.
  const list = "npx cdk list --output off --context disabled=all";
  await walk.run(4, { instead: { "npx cdk deploy": list } });
  expect(variablesOf(await readStack(join(walk.folder, "off")))["FIRSTPARTY_DISABLED"]).toBe("all");
  expect(variablesOf(stack)).not.toHaveProperty("FIRSTPARTY_DISABLED");
});

test(
  "its TypeScript is right by CDK's types, its entries have at most twelve lines",
  { timeout: PATIENT },
  async () => {
    const tsc = promisify(execFile)(join(root, "node_modules/.bin/tsc"), [
      "-p",
      walk.folder,
      "--typeRoots",
      join(root, "node_modules/@types"),
    ]);
    expect(
      await tsc.then(
        () => "",
        ({ stdout }: { readonly stdout: string }) => stdout,
      ),
    ).toBe("");
    for (const entry of ["app.ts", "function.ts", "edge.ts", "firstparty.ts"]) {
      const lines = (await readFile(join(walk.folder, entry), "utf8")).trimEnd().split("\n");
      expect(lines.length, entry).toBeLessThanOrEqual(12);
    }
  },
);

/** Where a stack is otherwise than a row has it. */
function otherwise(made: Stack, { here }: Row): string[] {
  return Object.entries(here).flatMap(([part, holds]) =>
    unlike(walk.folder, partsOf(made)[part as Part], holds).map((each) => `${part}: ${each}`),
  );
}

describe("Hightouch's two tables", () => {
  test.each(ROWS)("$setting: $says", { timeout: PATIENT }, async (row) => {
    expect(otherwise(stack, row)).toEqual([]);
    // Once the stack is edited, this row sees it, and no other.
    const broken = await editedStack(walk.folder, [row.broken]);
    const seen = ROWS.filter((each) => otherwise(broken, each).length > 0);
    expect(seen.map(({ setting }) => setting)).toEqual([row.setting]);
  });

  test("README has a line for each row, in the order of the page", () => {
    const lines = walk.readme.split("\n").map((line) => line.split("|").map((cell) => cell.trim()));
    const start = lines.findIndex(([, name]) => name === "setting") + 2;
    expect(lines.slice(start, start + ROWS.length).map(([, ...cells]) => cells.slice(0, 3))).toEqual(
      ROWS.map(({ setting, says }) => [setting, ...says]),
    );
    expect(lines[start + ROWS.length]).toEqual([""]);
  });
});

describe("in front of the API", () => {
  test("SDK files come before all else below /ht/, since the first pattern that matches counts", () => {
    const { CacheBehaviors } = partsOf(stack).distribution as { CacheBehaviors: { PathPattern: string }[] };
    expect(CacheBehaviors.map(({ PathPattern }) => PathPattern)).toEqual(["/ht/browser/*", "/ht/*"]);
  });

  test("a failed answer is kept for no time", () => {
    const { CustomErrorResponses } = partsOf(stack).distribution as { CustomErrorResponses: unknown };
    expect(CustomErrorResponses).toEqual(
      [500, 502, 503, 504].map((ErrorCode) => ({ ErrorCode, ErrorCachingMinTTL: 0 })),
    );
  });

  test("CloudFront alone knows the secret, which stands nowhere in the template", () => {
    const { OriginCustomHeaders, CustomOriginConfig } = partsOf(stack).origin as {
      OriginCustomHeaders: { HeaderName: string; HeaderValue: unknown }[];
      CustomOriginConfig: unknown;
    };
    expect(OriginCustomHeaders.map(({ HeaderName }) => HeaderName)).toEqual(["x-origin-verify"]);
    expect(generationsIn(OriginCustomHeaders[0]?.HeaderValue)).toEqual([1]);
    expect(CustomOriginConfig).toMatchObject({ OriginProtocolPolicy: "https-only", OriginSSLProtocols: ["TLSv1.2"] });
    const { GenerateSecretString, SecretString } = stack.only("AWS::SecretsManager::Secret").Properties;
    expect([GenerateSecretString, SecretString]).toEqual([{ ExcludePunctuation: true, PasswordLength: 64 }, undefined]);
    // The function takes what is sent before it is sent.
    const [[id] = [""]] = stack.of("AWS::Lambda::Function");
    expect(stack.only("AWS::CloudFront::Distribution").DependsOn).toContain(id);
  });
});

describe("the function and its API", () => {
  const properties = () => stack.only("AWS::Lambda::Function").Properties;

  test("it runs on Node 24 on ARM, longer than an answer may take, and reserves nothing", () => {
    const { patienceMs } = createFirstParty({ vendors: [hightouch()], cookieDomains: ["example.com"] });
    expect(properties()).toMatchObject({ Runtime: "nodejs24.x", Architectures: ["arm64"], MemorySize: 256 });
    expect(Number(properties()["Timeout"]) * 1000).toBeGreaterThan(patienceMs);
    expect(Number(properties()["Timeout"])).toBeLessThan(30);
    expect(properties()).not.toHaveProperty("ReservedConcurrentExecutions");
  });

  test("its role may write its own log, and that is all", () => {
    const [[logs] = [""]] = stack.of("AWS::Logs::LogGroup");
    const role = stack.only("AWS::IAM::Role").Properties;
    expect(role).not.toHaveProperty("ManagedPolicyArns");
    expect(role).not.toHaveProperty("Policies");
    const { PolicyDocument } = stack.only("AWS::IAM::Policy").Properties as { PolicyDocument: { Statement: unknown } };
    expect(PolicyDocument.Statement).toEqual([
      {
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Effect: "Allow",
        Resource: { "Fn::GetAtt": [logs, "Arn"] },
      },
    ]);
    expect(properties()["LoggingConfig"]).toEqual({
      LogGroup: { Ref: logs },
      LogFormat: "JSON",
      ApplicationLogLevel: "WARN",
      SystemLogLevel: "WARN",
    });
    expect(stack.only("AWS::Logs::LogGroup").Properties).toEqual({ RetentionInDays: 30 });
  });

  test("the API has the service's paths alone, a limit, no access log and no CORS of its own", () => {
    expect(stack.only("AWS::ApiGatewayV2::Route").Properties["RouteKey"]).toBe("ANY /ht/{proxy+}");
    const stage = stack.only("AWS::ApiGatewayV2::Stage").Properties;
    expect(stage).toMatchObject({
      StageName: "$default",
      DefaultRouteSettings: { ThrottlingRateLimit: 1000, ThrottlingBurstLimit: 2000 },
    });
    expect(stage).not.toHaveProperty("AccessLogSettings");
    expect(stack.only("AWS::ApiGatewayV2::Api").Properties).not.toHaveProperty("CorsConfiguration");
    expect(stack.only("AWS::ApiGatewayV2::Integration").Properties["PayloadFormatVersion"]).toBe("2.0");
  });

  test("an alarm goes off at refusals, once there are ten, and at the log's lines of what came past CloudFront", () => {
    const alarms = stack.of("AWS::CloudWatch::Alarm").map(([, { Properties }]) => Properties);
    expect(JSON.stringify(alarms[1]?.["Metrics"])).toContain(
      '"Expression":"IF(refused >= 10, 100 * refused / asked, 0)"',
    );
    const [[logs] = [""]] = stack.of("AWS::Logs::LogGroup");
    expect(stack.only("AWS::Logs::MetricFilter").Properties).toEqual({
      FilterPattern: '"not_through_edge"',
      LogGroupName: { Ref: logs },
      MetricTransformations: [
        { MetricName: "NotThroughEdge", MetricNamespace: "firstparty/Firstparty", MetricValue: "1" },
      ],
    });
    expect(alarms[2]).toMatchObject({
      Namespace: "firstparty/Firstparty",
      Statistic: "Sum",
      Period: 900,
      Threshold: 10,
    });
  });

  test("an alarm goes off at failures, errors, throttling and slowness, and tells whom app.ts names", () => {
    const [[topic] = [""]] = stack.of("AWS::SNS::Topic");
    const alarms = stack.of("AWS::CloudWatch::Alarm").map(([, { Properties }]) => Properties);
    // Of a share: what is counted, beside what it is counted of.
    const metrics = alarms.map(
      ({ MetricName, Metrics }) => MetricName ?? /"MetricName":"(\w+)"/.exec(JSON.stringify(Metrics))?.[1],
    );
    expect(metrics).toEqual(["5xx", "4xx", "NotThroughEdge", "Errors", "Throttles", "Duration"]);
    for (const { AlarmActions } of alarms) expect(AlarmActions).toEqual([{ Ref: topic }]);
    expect(stack.only("AWS::SNS::Subscription").Properties).toEqual({
      Protocol: "email",
      Endpoint: "ops@example.com",
      TopicArn: { Ref: topic },
    });
  });
});

describe("what it deploys, asked as API Gateway asks", () => {
  /** What CloudFront sends of a visitor at 2001:db8::7, who wrote a prefix himself. */
  const through = { "x-origin-verify": secretOf(1), "x-forwarded-for": "198.51.100.1, 2001:db8::7" };
  const start = (more: Readonly<Record<string, string>> = {}) =>
    startFunction(join(walk.folder, "cdk.out"), stack, { ...variablesOf(stack), ...more });
  /** Step 5. API Gateway has its own Host. */
  const renew = {
    method: "POST",
    path: "/ht/renew",
    headers: { host: "id.execute-api.us-east-1.amazonaws.com", cookie: "htjs_anonymous_id=check" },
  };

  test("step 5 shows what README says", { timeout: PATIENT }, async () => {
    const curl = "curl -i -X POST -H 'Cookie: htjs_anonymous_id=check' https://www.example.com/ht/renew";
    // What it asks is asked below.
    expect(await walk.run(5, { instead: { [curl]: "true" } })).toContain('renewUrl: "/ht/renew"');
    const ask = await start();
    const { status, headers } = await ask({ ...renew, headers: { ...renew.headers, ...through } });
    expect(status).toBe(200);
    const cookies = headers.filter(([name]) => name === "set-cookie").map(([, value]) => value);
    expect(cookies).toContainEqual(
      expect.stringMatching(/^htjs_anonymous_id_srvr=check;.*Domain=example\.com; HttpOnly/),
    );
  });

  test("past CloudFront nobody is answered, and the log says so in one line", async () => {
    const log = vi.spyOn(console, "error").mockReturnValue();
    onTestFinished(() => log.mockRestore());
    const ask = await start();
    for (const headers of [{}, { "x-origin-verify": secretOf(2) }]) {
      const { status, body } = await ask({ ...renew, headers: { ...renew.headers, ...headers } });
      expect([status, JSON.parse(Buffer.from(body).toString())]).toMatchObject([403, { code: "not_through_edge" }]);
      expect(log).toHaveBeenLastCalledWith('{"code":"not_through_edge","status":403}');
    }
  });

  test("the vendor is told the address that CloudFront has appended, whatever a visitor wrote, and never the secret", async () => {
    const vendor = await loopbackVendor();
    vendor.play([{ status: 200, body: "{}" }]);
    const ask = await start({ FIRSTPARTY_HIGHTOUCH_HOSTS_EVENTS: vendor.url });
    const { status } = await ask({
      method: "POST",
      path: "/ht/v1/t",
      headers: {
        ...renew.headers,
        ...through,
        "content-type": "application/json",
        "cloudfront-viewer-address": "198.51.100.2:1",
        "x-real-ip": "198.51.100.3",
      },
      body: Buffer.from('{"writeKey":"WK"}'),
      // Who asks API Gateway: CloudFront.
      clientIp: "192.0.2.9",
    });
    const [received] = vendor.received();
    await vendor.stop();
    expect([status, new Map(received?.headers).get("x-forwarded-for")]).toEqual([200, "2001:db8::7"]);
    expect(JSON.stringify(received?.headers)).not.toContain(secretOf(1));
  });
});

describe("at the edge, with the pages from an AWS service", () => {
  let edge: Stack;
  beforeAll(async () => {
    edge = await editedStack(walk.folder, [
      ["app.ts", 'runsOn: "api-gateway"', 'runsOn: "edge"'],
      ["app.ts", "site: { domainName", "site: { isAws: true, domainName"],
    ]);
  }, PATIENT);

  test("CloudFront asks a numbered version on both paths, with the body", () => {
    const [[version] = [""]] = edge.of("AWS::Lambda::Version");
    for (const part of ["files", "service"] as const) {
      expect(partsOf(edge)[part], part).toMatchObject({
        LambdaFunctionAssociations: [
          { EventType: "origin-request", IncludeBody: true, LambdaFunctionARN: { Ref: version } },
        ],
      });
    }
    // A replica outlives the stack.
    expect(edge.resources[version]).toMatchObject({ DeletionPolicy: "Retain" });
    const except = (row: Row) => !["Origin domain", "Function associations"].includes(row.setting);
    expect(ROWS.filter(except).flatMap((row) => otherwise(edge, row))).toEqual([]);
  });

  test("the function is one that CloudFront takes: no variables, no ARM, no more than 30 s", () => {
    const { Properties } = edge.only("AWS::Lambda::Function");
    expect(Properties).toMatchObject({ Runtime: "nodejs22.x", Architectures: ["x86_64"], Timeout: 29 });
    expect(Properties).not.toHaveProperty("Environment");
    expect(edge.of("AWS::SecretsManager::Secret")).toEqual([]);
  });

  test("its role may write its own log in any region, and that is all", () => {
    const { AssumeRolePolicyDocument, ...rest } = edge.only("AWS::IAM::Role").Properties;
    expect(rest).toEqual({});
    expect(JSON.stringify(AssumeRolePolicyDocument)).toMatch(/"lambda\.amazonaws\.com".*"edgelambda\.amazonaws\.com"/);
    const { PolicyDocument } = edge.only("AWS::IAM::Policy").Properties as { PolicyDocument: { Statement: unknown } };
    const of = "log-group:/aws/lambda/us-east-1.Firstparty-edge:*";
    expect(PolicyDocument.Statement).toEqual([
      {
        Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
        Effect: "Allow",
        Resource: { "Fn::Join": ["", ["arn:aws:logs:*:", { Ref: "AWS::AccountId" }, `:${of}`]] },
      },
    ]);
    expect(edge.only("AWS::Lambda::Function").Properties["FunctionName"]).toBe("Firstparty-edge");
  });

  test("an alarm goes off at what CloudFront counts", () => {
    const alarms = edge.of("AWS::CloudWatch::Alarm").map(([, { Properties }]) => Properties);
    expect(alarms.map(({ MetricName }) => MetricName)).toEqual([
      "5xxErrorRate",
      "LambdaExecutionError",
      "LambdaValidationError",
      "LambdaLimitExceededErrors",
    ]);
  });

  test("no AWS service is sent the visitor's Host, neither that of the service nor that of the pages", () => {
    const { CacheBehaviors, DefaultCacheBehavior } = partsOf(edge).distribution as Record<string, unknown>;
    // Their keys have no Host either: CachingDisabled, CachingOptimized. The one policy that lets anything through leaves the Host out.
    const policies = [DefaultCacheBehavior, ...(CacheBehaviors as unknown[])].map((each) => {
      const { CachePolicyId, OriginRequestPolicyId } = each as Record<string, string>;
      return [CachePolicyId?.slice(0, 8), OriginRequestPolicyId?.slice(0, 8)];
    });
    expect(policies).toEqual([
      ["4135ea2d", "b689b0a8"],
      ["658327ea", undefined],
      ["4135ea2d", "b689b0a8"],
    ]);
  });
});

test.each([
  ["requestsPerSecond: 10", "requestsPerSecond must be left out at the edge"],
  ["reservedConcurrency: 10", "reservedConcurrency must be left out at the edge"],
  ["secretGeneration: 2", "secretGeneration must be left out at the edge"],
  ["site: undefined", "alarmEmail must be left out at the edge without a site"],
  ['region: "eu-west-1"', "region must be us-east-1 with a site or at the edge"],
])("at the edge %s is refused in a sentence", { timeout: PATIENT }, async (setting, sentence) => {
  const made = editedStack(walk.folder, [
    ["app.ts", 'runsOn: "api-gateway"', 'runsOn: "edge"'],
    ["app.ts", "});", `  ...{ ${setting} },\n});`],
  ]);
  await expect(made).rejects.toMatchObject({ name: "TypeError", message: expect.stringContaining(sentence) });
});

test.each([
  ['["example.com", "https://example.de"]', "FIRSTPARTY_COOKIE_DOMAINS must hold bare domains", {}],
  ['["example.de"]', "cookieDomains must hold the registrable domain of host (got example.de and www.example.com)", {}],
  [
    '["example.com"]',
    'FIRSTPARTY_DISABLED must be true, or name vendors out of hightouch (got "hightuch")',
    { disabled: "hightuch" },
  ],
])(
  "what firstparty would refuse is refused before anything is deployed: %s, %s",
  { timeout: PATIENT },
  async (domains, sentence, context) => {
    const made = editedStack(walk.folder, [["app.ts", '["example.com"]', domains]], context);
    await expect(made).rejects.toMatchObject({ name: "TypeError", message: expect.stringContaining(sentence) });
  },
);

test("a second vendor's pattern is a route and a behaviour of its own", { timeout: PATIENT }, async () => {
  const two = await editedStack(walk.folder, [["stack/settings.ts", '["/ht/*"]', '["/ht/*", "/sg/*"]']]);
  const routes = two.of("AWS::ApiGatewayV2::Route").map(([, { Properties }]) => Properties["RouteKey"]);
  expect(routes).toEqual(["ANY /ht/{proxy+}", "ANY /sg/{proxy+}"]);
  const { CacheBehaviors } = partsOf(two).distribution as { CacheBehaviors: readonly Record<string, unknown>[] };
  expect(CacheBehaviors.map(({ PathPattern }) => PathPattern)).toEqual(["/ht/browser/*", "/ht/*", "/sg/*"]);
  expect(CacheBehaviors[2]).toEqual({ ...CacheBehaviors[1], PathPattern: "/sg/*" });
});

test("beside a distribution that exists, what it needs is printed", { timeout: PATIENT }, async () => {
  const alone = await editedStack(walk.folder, [
    ["app.ts", "site: ", "// "],
    ["app.ts", "certificate: ", "// "],
  ]);
  expect(alone.of("AWS::CloudFront::Distribution")).toEqual([]);
  const { Outputs } = JSON.parse(alone.text) as { Outputs: Record<string, { Value: unknown }> };
  const [[secret] = [""]] = alone.of("AWS::SecretsManager::Secret");
  expect(Object.keys(Outputs)).toEqual(["OriginDomain", "OriginSecret"]);
  expect(Outputs["OriginSecret"]?.Value).toEqual({ Ref: secret });
});

/** The policy in README's block of TypeScript, as behaviours.ts has to have it. */
function codeOf(readme: string): string {
  const code = /^ *```ts\n *originRequestPolicy: (.*?)^ *```$/ms.exec(readme)?.[1];
  return code ?? "README has none";
}

/** The names that it needs beside. */
function importsOf(readme: string): string {
  return [...new Set(codeOf(readme).match(/OriginRequest\w+/g))].map((name) => `  ${name},\n`).join("");
}

describe("with other words in app.ts", () => {
  let made: Stack;
  beforeAll(async () => {
    made = await editedStack(walk.folder, [
      ["app.ts", 'site: { domainName: "origin.example.com" }', 'site: "bucket"'],
      ["app.ts", "certificate: { arn: ", 'certificate: { hostedZoneId: "Z1", zoneName: "example.com" }, ...{ arn: '],
      ["app.ts", "alarmEmail:", "secretGeneration: 2, alarmEmail:"],
      ["stack/behaviours.ts", "OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,", codeOf(walk.readme)],
      ["stack/behaviours.ts", "  OriginRequestPolicy,\n", importsOf(walk.readme)],
    ]);
  }, PATIENT);

  test("pages in a bucket and a certificate of the zone's are made with it", () => {
    expect(made.only("AWS::CertificateManager::Certificate").Properties).toMatchObject({
      DomainName: "www.example.com",
      ValidationMethod: "DNS",
      DomainValidationOptions: [{ DomainName: "www.example.com", HostedZoneId: "Z1" }],
    });
    expect(made.only("AWS::S3::Bucket").Properties["PublicAccessBlockConfiguration"]).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    expect(partsOf(made).distribution).toMatchObject({ DefaultRootObject: "index.html" });
  });

  test("cookies that README leaves out stay behind, and the visitor's Host with them", () => {
    const [[policy] = [""]] = made.of("AWS::CloudFront::OriginRequestPolicy");
    expect(partsOf(made).service).toMatchObject({ OriginRequestPolicyId: { Ref: policy } });
    expect(made.only("AWS::CloudFront::OriginRequestPolicy").Properties).toMatchObject({
      OriginRequestPolicyConfig: {
        CookiesConfig: { CookieBehavior: "allExcept", Cookies: ["session", "cart"] },
        HeadersConfig: { HeaderBehavior: "allExcept", Headers: ["Host"] },
        QueryStringsConfig: { QueryStringBehavior: "all" },
      },
    });
  });

  test("a second secret is taken beside the last one, and sent", () => {
    const { OriginCustomHeaders } = partsOf(made).origin as { OriginCustomHeaders: unknown };
    expect(generationsIn(OriginCustomHeaders)).toEqual([2]);
    expect(variablesOf(made)["FIRSTPARTY_ORIGIN_VERIFY_SECRETS"]).toBe(`${secretOf(2)},${secretOf(1)}`);
    // The one that is in use stays what it is.
    const ids = (each: Stack) => each.of("AWS::SecretsManager::Secret").map(([id]) => id);
    expect(ids(made)).toEqual(expect.arrayContaining(ids(stack)));
  });
});
