const LOOK_MS = 50;
/** Longer than anything takes that still comes: the SDK tries again after seconds. */
const PATIENCE_MS = 15_000;

/**
 * Looks again and again until there is something to see. Rejects with the signal's reason where that is aborted, and with `failure`,
 * a sentence for people, where nothing comes.
 */
export async function until<Seen>(
  look: () => Seen | undefined | null | false,
  failure: string,
  signal: AbortSignal,
): Promise<Seen> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    signal.throwIfAborted();
    const seen = look();
    if (seen !== undefined && seen !== null && seen !== false) return seen;
    if (Date.now() > end) throw new Error(failure);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
