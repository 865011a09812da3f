import type { TargetInfo } from "../target.ts";
import { cloudflareTargets } from "./cloudflare.ts";
import { coreTargets } from "./core.ts";
import { lambdaRicTargets } from "./lambda-ric.ts";
import { lambdaTargets } from "./lambda.ts";
import { lambdaWebTargets } from "./lambda-web.ts";
import { mountTargets } from "./mounts.ts";
import { nextTargets } from "./next.ts";
import { netlifyTargets } from "./netlify.ts";
import { serverTargets } from "./servers.ts";
import { vercelTargets } from "./vercel.ts";
import { webServerTargets } from "./web-servers.ts";

/** Every column of the table, in the order of README's. */
export const targets: readonly TargetInfo[] = [
  ...coreTargets,
  ...serverTargets,
  ...webServerTargets,
  ...mountTargets,
  ...nextTargets,
  ...lambdaWebTargets,
  ...lambdaTargets,
  ...lambdaRicTargets,
  ...netlifyTargets,
  ...cloudflareTargets,
  ...vercelTargets,
];
