import { consent } from "./consent.ts";
import { events } from "./hightouch/events.ts";
import { slowRenews } from "./hightouch/slow-renews.ts";
import { identity } from "./identity.ts";
import type { Journey } from "./journey.ts";
import { neighbour } from "./neighbour.ts";
import { resets } from "./resets.ts";

/** What is the same for every SDK that its events name a person in. */
const shared: readonly Journey[] = [...identity, ...resets, ...consent, ...neighbour];

export const ofHightouch: readonly Journey[] = [...events, ...shared, ...slowRenews];
