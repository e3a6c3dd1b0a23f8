/** Between a socket, which pushes, and a consumer, who pulls. What was pushed before the end is still given. */
export interface AnswerQueue extends AsyncIterable<unknown> {
  /** Whether there is room for more. Without it, the queue is over, and its consumer will hear so. */
  push(answer: unknown): boolean;
  end(): void;
  fail(error: unknown): void;
}

/** A consumer that is slower than this loses the connection, not the answers: the stream goes on from its last cursor. */
const LONGEST = 1_000;

export function createAnswerQueue(): AnswerQueue {
  const answers: unknown[] = [];
  let failure: { error: unknown } | undefined;
  let isOver = false;
  let wake = (): void => undefined;

  function finish(): void {
    isOver = true;
    wake();
  }

  return {
    push(answer) {
      if (isOver) return false;
      answers.push(answer);
      isOver = answers.length >= LONGEST;
      wake();
      return !isOver;
    },
    end: finish,
    fail(error) {
      if (isOver) return;
      failure = { error };
      finish();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        while (answers.length > 0) yield answers.shift();
        if (failure !== undefined) throw failure.error;
        if (isOver) return;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}
