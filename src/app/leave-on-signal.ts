const SAME = 1_000; // 1 second: npm repeats a Ctrl-C that the terminal has already sent to this process

/** The part of `process` that signals come to. */
export interface Signalled {
  on(name: 'SIGINT' | 'SIGTERM', listener: (signal: NodeJS.Signals) => void): unknown;
  exit(code: number): void;
}

/**
 * Closes at the first SIGINT or SIGTERM, and exits with 0 when that is done. A second signal, after a second or more,
 * exits with 130 at once.
 */
export function leaveOnSignal(
  process: Signalled,
  { close, say, now = Date.now }: { close: () => Promise<void>; say: (line: string) => void; now?: () => number },
): void {
  let since: number | null = null;

  async function leave(signal: NodeJS.Signals): Promise<void> {
    if (since !== null) {
      if (now() - since >= SAME) process.exit(130);
      return;
    }
    since = now();
    say(`${signal}: answering what runs, then closing …`);
    await close();
    say('Closed.');
    process.exit(0);
  }

  process.on('SIGINT', (signal) => void leave(signal));
  process.on('SIGTERM', (signal) => void leave(signal));
}
