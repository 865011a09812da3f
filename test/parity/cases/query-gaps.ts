import type { ParityCase } from "../case.ts";

/** Where a query does not go up byte for byte, with the reasons. */
export const decodedQuery: NonNullable<ParityCase["gaps"]> = {
  "decodes queries":
    "the platform hands on the query decoded and by name: it goes up with the same names and values, written anew",
};

export const splitQuery: NonNullable<ParityCase["gaps"]> = {
  "splits queries":
    "the platform hands on the query by name: values of one name stand together, and a name without = is like an empty value",
};

export const emptyQuery: NonNullable<ParityCase["gaps"]> = {
  "splits the target": "the platform hands on path and query apart, so that an empty query is like none",
};
