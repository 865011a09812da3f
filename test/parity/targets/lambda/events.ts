import type { Sent } from "../../case.ts";
import { appended, type Arrived, arrive, bodyByType, lastOf, mapped, queryLists } from "./arrived.ts";

/** The event that a service makes of a request, from its documentation; read on 2026-11-22 where nothing else is said. */
export type EventMaker = (sent: Sent, key: string) => unknown;

const STAGE = "prod";

/**
 * API Gateway, REST API with a regional endpoint and binaryMediaTypes of any type, which it needs for compressed events:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
export const restEvent: EventMaker = (sent, key) => {
  const request = arrive(sent, key);
  const { method, path, headers, body, clientIp } = request;
  // Names keep the client's case.
  const named = Object.fromEntries(
    Object.entries({ ...headers, "x-forwarded-for": appended(request), "x-forwarded-port": "443" }).map(
      ([name, value]) => [name.replace(/(?:^|-)[a-z]/g, (letter) => letter.toUpperCase()), value],
    ),
  );
  return {
    resource: "/{proxy+}",
    path,
    httpMethod: method,
    headers: named,
    multiValueHeaders: mapped(named, (value) => [value]),
    ...decodedQuery(request),
    pathParameters: { proxy: path.slice(1) },
    stageVariables: null,
    requestContext: {
      resourcePath: "/{proxy+}",
      httpMethod: method,
      path: `/${STAGE}${path}`,
      protocol: "HTTP/1.1",
      stage: STAGE,
      domainName: "id.execute-api.us-east-1.amazonaws.com",
      identity: { sourceIp: clientIp, userAgent: headers["user-agent"] ?? null },
    },
    body: body?.toString("base64") ?? null,
    isBase64Encoded: body !== undefined,
  };
};

/** API Gateway, HTTP API, payload 1.0, a named stage: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
export const httpEventV1: EventMaker = (sent, key) => {
  const request = arrive(sent, key);
  const { method, headers, clientIp } = request;
  const path = `/${STAGE}${decodedPath(request)}`;
  const all = { ...headers, "x-forwarded-for": appended(request) };
  return {
    version: "1.0",
    resource: "$default",
    path,
    httpMethod: method,
    headers: all,
    multiValueHeaders: mapped(all, (value) => [value]),
    ...decodedQuery(request),
    requestContext: {
      path,
      httpMethod: method,
      stage: STAGE,
      domainName: "id.execute-api.us-east-1.amazonaws.com",
      identity: { sourceIp: clientIp },
    },
    pathParameters: null,
    stageVariables: null,
    ...bodyByType(request),
  };
};

/** The same with payload 2.0. */
export const httpEvent: EventMaker = (sent, key) => {
  const request = arrive(sent, key);
  const { cookie, ...headers } = request.headers;
  const path = `/${STAGE}${decodedPath(request)}`;
  return {
    ...payload2({ ...request, headers: { ...headers, "x-forwarded-for": appended(request) } }, path, STAGE),
    ...(cookie === undefined ? {} : { cookies: cookie.split("; ") }),
    ...bodyByType(request),
  };
};

/**
 * A Function URL: https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html. Of X-Forwarded-For only the first entry arrives
 * (speedrun.nobackspacecrew.com, 2026-03-06).
 */
export const functionUrlEvent: EventMaker = (sent, key) => {
  const request = arrive(sent, key);
  const { cookie } = request.headers;
  const headers = { ...request.headers, "x-forwarded-for": appended(request).split(",")[0] ?? "" };
  return {
    ...payload2({ ...request, headers }, request.path, "$default", "id.lambda-url.us-east-1.on.aws"),
    ...(cookie === undefined ? {} : { cookies: cookie.split("; ") }),
    ...bodyByType(request),
  };
};

/** Application Load Balancer: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html */
export const albEvent: EventMaker = (sent, key) => {
  const { multiValueHeaders, multiValueQueryStringParameters, ...event } = albBase(sent, key);
  return {
    ...event,
    headers: lastOf(multiValueHeaders),
    queryStringParameters: lastOf(multiValueQueryStringParameters),
  };
};

/** The same with lambda.multi_value_headers.enabled. */
export const albMultiEvent: EventMaker = albBase;

function albBase(sent: Sent, key: string) {
  const request = arrive(sent, key);
  return {
    requestContext: {
      elb: {
        targetGroupArn: "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/firstparty/6d0ecf831eec9f09",
      },
    },
    httpMethod: request.method,
    path: request.path,
    multiValueQueryStringParameters: queryLists(request.query, String),
    multiValueHeaders: mapped({ ...request.headers, "x-forwarded-for": appended(request) }, (value) => [value]),
    body: "",
    ...bodyByType(request),
  };
}

function payload2(
  { method, query, headers, clientIp }: Arrived,
  rawPath: string,
  stage: string,
  domainName = "id.execute-api.us-east-1.amazonaws.com",
) {
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath,
    rawQueryString: query,
    headers,
    requestContext: {
      accountId: "anonymous",
      apiId: "id",
      domainName,
      http: { method, path: rawPath, protocol: "HTTP/1.1", sourceIp: clientIp, userAgent: headers["user-agent"] ?? "" },
      routeKey: "$default",
      stage,
    },
  };
}

/** HTTP APIs decode a path and cut it where a question mark comes out (captures in https://github.com/honojs/hono/issues/2156). */
function decodedPath({ path }: Arrived): string {
  return decodeURIComponent(path).split("?")[0] ?? "";
}

function decodedQuery({ query }: Arrived) {
  const lists = queryLists(query, (text) => decodeURIComponent(text.replaceAll("+", " ")));
  const isEmpty = Object.keys(lists).length === 0;
  return {
    queryStringParameters: isEmpty ? null : lastOf(lists),
    multiValueQueryStringParameters: isEmpty ? null : lists,
  };
}
