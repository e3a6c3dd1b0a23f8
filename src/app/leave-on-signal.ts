const SAME = 1_000; // 1 second: npm repeats a Ctrl-C that the terminal has already sent to this process

const OUTPUT_GONE = 74; // sysexits.h: an error of input or output

/** The part of `process` that signals come to. */
export interface Signalled {
  readonly stdout: { on(name: 'error', listener: (error: Error) => void): unknown };
  on(name: 'SIGINT' | 'SIGTERM', listener: (signal: NodeJS.Signals) => void): unknown;
  exit(code: number): void;
}

interface Leaving {
  readonly close: () => Promise<void>;
  readonly say: (line: string) => void;
  /** Says why it leaves where nobody reads `say` any more. */
  readonly report: (line: string, error: Error) => void;
  readonly now?: () => number;
}

/**
 * Closes at the first SIGINT or SIGTERM, and exits with 0 when that is done. A second signal, after a second or more,
 * exits with 130 at once. It closes as well when nobody reads its output any more, and exits with 74.
 */
export function leaveOnSignal(process: Signalled, { close, say, report, now = Date.now }: Leaving): void {
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

  async function leaveUnheard(error: Error): Promise<void> {
    if (since !== null) return; // it leaves already, and what it says meanwhile may go unread
    since = now();
    report('stdout is closed: answering what runs, then closing', error);
    await close();
    process.exit(OUTPUT_GONE);
  }

  process.stdout.on('error', (error) => void leaveUnheard(error));
  process.on('SIGINT', (signal) => void leave(signal));
  process.on('SIGTERM', (signal) => void leave(signal));
}
