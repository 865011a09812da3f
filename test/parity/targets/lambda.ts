import { toLambda, toLambdaStream } from "firstparty/aws-lambda";
import { toLambdaEdge } from "firstparty/lambda-edge";
import { parityHandler } from "../entries/parity-handler.ts";
import type { Got, Target, TargetInfo } from "../target.ts";
import type { Sent } from "../case.ts";
import { edgeEvent, edgeGot } from "./lambda/edge.ts";
import {
  albEvent,
  albMultiEvent,
  type EventMaker,
  functionUrlEvent,
  httpEvent,
  httpEventV1,
  restEvent,
} from "./lambda/events.ts";
import { albGot, albMultiGot, httpGot, type ResultReader, restGot } from "./lambda/results.ts";
import { fakeAwsLambda, fakeStream, streamedGot } from "./lambda/streamed.ts";

const buffered = { entry: "`toLambda` of `firstparty/aws-lambda`", how: "in process" } as const;
const edge = { entry: "`toLambdaEdge` of `firstparty/lambda-edge`", how: "in process" } as const;

/** The adapters in this process. Events are made, and results read, as each service documents it. */
export const lambdaTargets: readonly TargetInfo[] = [
  {
    name: "lambda-rest",
    platform: "AWS Lambda, API Gateway REST API",
    ...buffered,
    traits: ["decodes", "takes whole requests", "buffers answers", "splits the target", "decodes queries"],
    start: async (sites) => startBuffered(sites, restEvent, restGot),
  },
  {
    name: "lambda-http-1.0",
    platform: "AWS Lambda, API Gateway HTTP API, payload 1.0",
    ...buffered,
    traits: [
      "decodes",
      "takes whole requests",
      "buffers answers",
      "splits the target",
      "decodes paths",
      "decodes queries",
      "takes bodies by their label",
    ],
    start: async (sites) => startBuffered(sites, httpEventV1, restGot),
  },
  {
    name: "lambda-http",
    platform: "AWS Lambda, API Gateway HTTP API",
    ...buffered,
    traits: [
      "decodes",
      "takes whole requests",
      "buffers answers",
      "splits the target",
      "decodes paths",
      "takes bodies by their label",
    ],
    start: async (sites) => startBuffered(sites, httpEvent, httpGot),
  },
  {
    name: "lambda-url",
    platform: "AWS Lambda, Function URL",
    ...buffered,
    traits: [
      "decodes",
      "takes whole requests",
      "buffers answers",
      "splits the target",
      "replaces X-Forwarded-For",
      "takes bodies by their label",
    ],
    start: async (sites) => startBuffered(sites, functionUrlEvent, httpGot),
  },
  {
    name: "lambda-url-stream",
    platform: "AWS Lambda, Function URL",
    entry: "`toLambdaStream` of `firstparty/aws-lambda`",
    how: "in process",
    traits: [
      "decodes",
      "takes whole requests",
      "splits the target",
      "replaces X-Forwarded-For",
      "takes bodies by their label",
    ],
    start: async (sites) => startStreamed(sites, functionUrlEvent),
  },
  {
    name: "lambda-alb",
    platform: "AWS Lambda, Application Load Balancer without multi-value headers",
    ...buffered,
    traits: [
      "decodes",
      "takes whole requests",
      "buffers answers",
      "splits the target",
      "splits queries",
      "takes bodies by their label",
      "one cookie only",
    ],
    start: async (sites) => startBuffered(sites, albEvent, albGot),
  },
  {
    name: "lambda-alb-multi",
    platform: "AWS Lambda, Application Load Balancer",
    ...buffered,
    traits: [
      "decodes",
      "takes whole requests",
      "buffers answers",
      "splits the target",
      "splits queries",
      "takes bodies by their label",
    ],
    start: async (sites) => startBuffered(sites, albMultiEvent, albMultiGot),
  },
  {
    name: "lambda-edge-viewer",
    platform: "AWS Lambda@Edge",
    ...edge,
    traits: [
      "small bodies",
      "decodes",
      "takes whole requests",
      "buffers answers",
      "splits the target",
      "replaces X-Forwarded-For",
      "measures bodies",
    ],
    start: async (sites) => startEdge(sites, "viewer-request", 40_960),
  },
  {
    name: "lambda-edge-origin",
    platform: "AWS Lambda@Edge",
    ...edge,
    traits: ["decodes", "takes whole requests", "buffers answers", "splits the target", "measures bodies"],
    start: async (sites) => startEdge(sites, "origin-request", 1_048_576),
  },
];

function startBuffered(sites: string, toEvent: EventMaker, toGot: ResultReader): Target {
  const handler = toLambda(parityHandler(sites));
  return inProcess(async (key, sent) => toGot(JSON.stringify(await handler(toEvent(sent, key), {}))));
}

function startEdge(sites: string, eventType: "viewer-request" | "origin-request", limit: number): Target {
  const handler = toLambdaEdge(parityHandler(sites));
  return inProcess(async (key, sent) =>
    edgeGot(JSON.stringify(await handler(edgeEvent(eventType, sent, key), {})), limit),
  );
}

function startStreamed(sites: string, toEvent: EventMaker): Target {
  Object.assign(globalThis, { awslambda: fakeAwsLambda });
  const handler = toLambdaStream(parityHandler(sites));
  return inProcess(async (key, sent) => {
    const stream = fakeStream();
    await handler(toEvent(sent, key), stream, {});
    if (!stream.isEnded) throw new Error("the answer was not ended");
    return streamedGot(Buffer.concat(stream.chunks));
  });
}

function inProcess(send: (key: string, sent: Sent) => Promise<Got>): Target {
  // A HEAD's answer has no body, whatever the function returned.
  return {
    async send(key, sent) {
      const got = await send(key, sent);
      if (sent.method === "HEAD" && got.body.length > 0) throw new Error("a HEAD was answered with a body");
      return got;
    },
    stop: async () => {},
  };
}
