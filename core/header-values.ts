/** What a line of HTTP cannot hold (RFC 9110 5.5); a tab can stand in one. */
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\0-\x08\x0a-\x1f\x7f]/;

/**
 * A header's value, or null for one with a control in it: a line break could begin another header. HTTP's parsers refuse those, but
 * an event or a transport that somebody made by hand need not; core does not rely on what stands in front of it.
 */
export function carried(value: string | null): string | null {
  return value === null || CONTROL.test(value) ? null : value;
}
