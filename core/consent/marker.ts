/** Marks a browser whose visitor took consent back: while it is there, every vendor is denied. */
export const WITHDRAWN = "fp_withdrawn";
