const SLICE = 2; // milliseconds of delivering before others get their turn

/** Parts the time of the process between the streams and everybody else. */
export interface Pace {
  /** Returns at once while there is time left in this turn of the event loop, else in a later turn. */
  breathe(): Promise<void> | undefined;
}

/** One for the whole process: a thousand streams that each took their slice would take all of it. */
export function createPace(now: () => number = () => performance.now()): Pace {
  let until = 0;
  let turn: Promise<void> | undefined;

  function nextTurn(): Promise<void> {
    return new Promise((resolve) => {
      setImmediate(() => {
        turn = undefined;
        until = now() + SLICE;
        resolve();
      });
    });
  }

  async function wait(): Promise<void> {
    // Whoever wakes late in a turn finds its time used up by those before.
    while (now() >= until) await (turn ??= nextTurn());
  }

  return { breathe: () => (now() < until ? undefined : wait()) };
}
