import { expect } from "vitest";

/** What can be seen of a visitor at one moment. */
export interface Moment {
  /** Names of cookies that are stored more than once. */
  readonly doubles: readonly string[];
  /** Who is in front of the browser. */
  readonly person: number;
  /** Whose the ids in the cookies are; undefined where there is none. */
  readonly anonymous: number | undefined;
  readonly user: number | undefined;
}

/** What holds at every moment of every life. */
export function expectInvariants({ doubles, person, anonymous, user }: Moment): void {
  expect(doubles, "two cookies of one name").toEqual([]);
  expect(anonymous ?? person, "an old person's anonymous id is back").toBe(person);
  expect(user ?? person, "an old person's user id is back").toBe(person);
  if (anonymous !== undefined && user !== undefined) expect(user, "an old user on a new anonymous id").toBe(anonymous);
}
