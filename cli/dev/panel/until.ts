const LOOK_MS = 50;

/** Looks again and again until there is something to see. Rejects with the signal's reason where that is aborted. */
export function until<Seen>(look: () => Seen | undefined | false, signal: AbortSignal): Promise<Seen> {
  return new Promise((resolve, reject) => {
    const check = () => {
      const seen = signal.aborted ? undefined : look();
      if (!signal.aborted && (seen === undefined || seen === false)) return;
      clearInterval(timer);
      if (signal.aborted) reject(signal.reason as Error);
      else resolve(seen as Seen);
    };
    const timer = setInterval(check, LOOK_MS);
    check();
  });
}
