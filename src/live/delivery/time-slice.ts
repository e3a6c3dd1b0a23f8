const SLICE = 2; // milliseconds of delivering before others get their turn

/** Divides the time of the process between delivery and everything else. */
export interface TimeSlice {
  /** @returns undefined while this turn of the event loop has time left; otherwise a promise that resolves in a later turn. */
  giveWay(): Promise<void> | undefined;
}

/** One serves the whole process: a thousand streams that each took a slice of their own would take all of the time. */
export function createTimeSlice(now: () => number = () => performance.now()): TimeSlice {
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
    // Whatever resumes late in a turn finds the time used up by those before it.
    while (now() >= until) await (turn ??= nextTurn());
  }

  return { giveWay: () => (now() < until ? undefined : wait()) };
}
