/** The subject has a core to itself; load and origin share the other. */
export const FIRST_CORE = "0";
export const SECOND_CORE = "1";
