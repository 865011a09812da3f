import { App } from "aws-cdk-lib";
import { firstPartyStack } from "./stack/stack.ts";

firstPartyStack(new App(), {
  host: "www.example.com", // the host of your pages
  cookieDomains: ["example.com"], // your registrable domain
  runsOn: "api-gateway", // or "edge", for Lambda@Edge
  site: { domainName: "origin.example.com" }, // where your pages come from; "bucket" for a new one; leave it out if you have a distribution
  certificate: { arn: "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000" }, // for www.example.com, in us-east-1
  alarmEmail: "ops@example.com", // who is told when it fails
});
