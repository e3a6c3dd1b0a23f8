// Questions from the driver to its child processes, and their answers, over Node's IPC channel.
import type { ChildProcess } from 'node:child_process';

/** The questions by name, each with its argument and its answer. */
export type Questions = Record<string, { given: unknown; answer: unknown }>;

export type Ask<Known extends Questions> = <Name extends keyof Known & string>(
  name: Name,
  given: Known[Name]['given'],
) => Promise<Known[Name]['answer']>;

export type Answers<Known extends Questions> = {
  [Name in keyof Known]: (given: Known[Name]['given']) => Known[Name]['answer'] | Promise<Known[Name]['answer']>;
};

type Question = { bench: number; name: string; given: unknown };
type Answer = { bench: number; value?: unknown; error?: string };

/** Asks a child. Fails when the child dies before it answers. */
export function createAsk<Known extends Questions>(child: ChildProcess, label: string): Ask<Known> {
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  let last = 0;
  child.on('message', (message: Answer) => {
    const one = waiting.get(message.bench);
    waiting.delete(message.bench);
    if (message.error === undefined) one?.resolve(message.value as never);
    else one?.reject(new Error(`${label}: ${message.error}`));
  });
  child.on('exit', (code, signal) => {
    for (const { reject } of waiting.values()) reject(new Error(`${label} ended (${code ?? signal ?? 'unknown'}).`));
    waiting.clear();
  });

  return (name, given) =>
    new Promise((resolve, reject) => {
      if (!child.connected) {
        reject(new Error(`${label} has ended.`));
        return;
      }
      last += 1;
      waiting.set(last, { resolve, reject });
      child.send({ bench: last, name, given } satisfies Question);
    });
}

/** Answers questions in the child, which ends with the driver. */
export function answerQuestions<Known extends Questions>(answers: Answers<Known>): void {
  process.on('message', (question: Question) => {
    // The driver may have ended in the meantime.
    const answer = (answered: Omit<Answer, 'bench'>) =>
      process.send?.({ bench: question.bench, ...answered } satisfies Answer, undefined, {}, () => undefined);
    void Promise.resolve()
      .then(() => answers[question.name]?.(question.given))
      .then((value) => answer({ value }))
      .catch((error: unknown) => answer({ error: String(error) }));
  });
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
}
