/** Something that went wrong in a first-party proxy or cookie service before this one. */
export interface Pitfall {
  /** `P1` to `P40`; not given anew. */
  readonly id: string;
  /** What went wrong, and where it can be read. */
  readonly elsewhere: string;
  /** What holds here, or why it is left as it is. */
  readonly here: string;
  /** The tests that hold it. None: it is declined in writing. */
  readonly heldBy: readonly HeldBy[];
}

/** A test, and the change that undoes what it holds: `npm run pitfalls` makes that change and has to see the test fail. */
export interface HeldBy {
  /** Below `test/`. */
  readonly file: string;
  /** The name, or the beginning of the names of several. */
  readonly test: string;
  readonly undo: Undo;
}

/** In `file` the only occurrence of `from` becomes `to`. */
export interface Undo {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}
