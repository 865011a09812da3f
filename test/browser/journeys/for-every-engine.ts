import { consent } from "./consent.ts";
import { events } from "./events.ts";
import { identity } from "./identity.ts";
import type { Journey } from "./journey.ts";
import { neighbour } from "./neighbour.ts";
import { resets } from "./resets.ts";

export const forEveryEngine: readonly Journey[] = [...events, ...identity, ...resets, ...consent, ...neighbour];
