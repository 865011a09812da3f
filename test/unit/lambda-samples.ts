/** The sample events of AWS's documentation, as written there but for what nobody here reads; all copied on 2026-11-22. */

/** https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway.html, REST API. */
export const REST = {
  resource: "/",
  path: "/",
  httpMethod: "GET",
  requestContext: { resourcePath: "/", httpMethod: "GET", path: "/Prod/", identity: { sourceIp: "52.255.255.12" } },
  headers: { accept: "text/html", Host: "70ixmpl4fl.execute-api.us-east-2.amazonaws.com" },
  multiValueHeaders: { accept: ["text/html"], Host: ["70ixmpl4fl.execute-api.us-east-2.amazonaws.com"] },
  queryStringParameters: null,
  multiValueQueryStringParameters: null,
  pathParameters: null,
  stageVariables: null,
  body: null,
  isBase64Encoded: false,
};

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html, format 1.0. */
export const HTTP_1 = {
  version: "1.0",
  resource: "/my/path",
  path: "/my/path",
  httpMethod: "GET",
  headers: { header1: "value1", header2: "value2" },
  multiValueHeaders: { header1: ["value1"], header2: ["value1", "value2"] },
  queryStringParameters: { parameter1: "value1", parameter2: "value" },
  multiValueQueryStringParameters: { parameter1: ["value1", "value2"], parameter2: ["value"] },
  requestContext: {
    httpMethod: "GET",
    path: "/my/path",
    stage: "$default",
    domainName: "id.execute-api.us-east-1.amazonaws.com",
    identity: { sourceIp: "192.0.2.1" },
  },
  pathParameters: null,
  body: "Hello from Lambda!",
  isBase64Encoded: false,
};

/** The same page, format 2.0. */
export const HTTP_2 = {
  version: "2.0",
  routeKey: "$default",
  rawPath: "/my/path",
  rawQueryString: "parameter1=value1&parameter1=value2&parameter2=value",
  cookies: ["cookie1", "cookie2"],
  headers: { header1: "value1", header2: "value1,value2" },
  queryStringParameters: { parameter1: "value1,value2", parameter2: "value" },
  requestContext: {
    domainName: "id.execute-api.us-east-1.amazonaws.com",
    http: { method: "POST", path: "/my/path", protocol: "HTTP/1.1", sourceIp: "192.0.2.1", userAgent: "agent" },
    stage: "$default",
  },
  body: "Hello from Lambda",
  isBase64Encoded: false,
};

/** https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html. */
export const FUNCTION_URL = {
  ...HTTP_2,
  requestContext: {
    accountId: "123456789012",
    domainName: "<url-id>.lambda-url.us-west-2.on.aws",
    http: { method: "POST", path: "/my/path", protocol: "HTTP/1.1", sourceIp: "123.123.123.123", userAgent: "agent" },
    stage: "$default",
  },
  body: "Hello from client!",
};

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html. */
export const ALB = {
  requestContext: {
    elb: {
      targetGroupArn:
        "arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/my-target-group/6d0ecf831eec9f09",
    },
  },
  httpMethod: "GET",
  path: "/",
  queryStringParameters: { myKey: "val2" },
  headers: {
    accept: "text/html,application/xhtml+xml",
    cookie: "cookies",
    host: "lambda-846800462-us-east-2.elb.amazonaws.com",
    "x-forwarded-for": "72.21.198.66",
    "x-forwarded-port": "443",
    "x-forwarded-proto": "https",
  },
  isBase64Encoded: false,
  body: "request_body",
};

/** The same page, with multi-value headers. */
export const ALB_MULTI = {
  requestContext: ALB.requestContext,
  httpMethod: "GET",
  path: "/",
  multiValueQueryStringParameters: { myKey: ["val1", "val2"] },
  multiValueHeaders: {
    cookie: ["name1=value1", "name2=value2"],
    host: ["lambda-846800462-us-east-2.elb.amazonaws.com"],
    "x-forwarded-for": ["72.21.198.66"],
  },
  isBase64Encoded: false,
  body: "",
};

/** The same page, a health check: nobody's request, and without a Host. */
export const ALB_HEALTH_CHECK = {
  requestContext: ALB.requestContext,
  httpMethod: "GET",
  path: "/",
  queryStringParameters: {},
  headers: { "user-agent": "ELB-HealthChecker/2.0" },
  body: "",
  isBase64Encoded: false,
};

const SQS_RECORD = { messageId: "059f36b4", body: "Test message.", eventSource: "aws:sqs", awsRegion: "us-east-2" };

/** Batches: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html, with-s3.html and with-sns.html. */
export const BATCHES = {
  SQS: { Records: [SQS_RECORD] },
  S3: { Records: [{ eventVersion: "2.1", eventSource: "aws:s3", s3: { bucket: { name: "DOC-EXAMPLE-BUCKET" } } }] },
  SNS: { Records: [{ EventVersion: "1.0", EventSource: "aws:sns", Sns: { Message: "Hello from SNS!" } }] },
};

/** What else a function may be asked by mistake. */
export const NO_REQUESTS: Readonly<Record<string, unknown>> = {
  "an empty event": {},
  null: null,
  text: "ping",
  "the console's test event": { key1: "value1", key2: "value2", key3: "value3" },
  "a warm-up": { source: "serverless-plugin-warmup" },
  "EventBridge's schedule": { version: "0", "detail-type": "Scheduled Event", source: "aws.events", detail: {} },
  "a WebSocket message": {
    requestContext: { routeKey: "$default", eventType: "MESSAGE", connectionId: "x" },
    body: "hi",
  },
  "an authorizer of a REST API": {
    ...REST,
    type: "REQUEST",
    methodArn: "arn:aws:execute-api:us-east-1:123:x/test/GET/",
  },
  "an authorizer of an HTTP API": {
    ...HTTP_2,
    type: "REQUEST",
    routeArn: "arn:aws:execute-api:us-east-1:123:x/test/GET/",
  },
  "VPC Lattice": {
    version: "2.0",
    path: "/newpath",
    method: "GET",
    headers: { host: ["service.vpc-lattice-svcs.us-east-2.on.aws"] },
    requestContext: { serviceArn: "arn:aws:vpc-lattice:us-east-2:123456789012:service/svc-0a40eebed65f8d69c" },
  },
  "half a surrogate pair in a path": { ...HTTP_2, rawPath: "/\ud800" },
  "headers that are no text": { ...REST, multiValueHeaders: null, headers: 7, path: 7 },
};
