import type { ExecutionResult } from 'graphql';
import type { KeptAnswer } from '../../domain/kept-answers.ts';

const answers = new WeakMap<ExecutionResult, KeptAnswer>();

/** A result of which the text is kept. A door that does not send the text as it is reads it. */
export function toResult(answer: KeptAnswer): ExecutionResult {
  let parsed: ExecutionResult | null = null;
  const parse = () => (parsed ??= parseResult(answer));
  const result: ExecutionResult = {
    get data() {
      return parse().data ?? null;
    },
    get extensions() {
      return parse().extensions ?? {};
    },
  };
  answers.set(result, answer);
  return result;
}

/** The text of a result that was kept; undefined for one that was made for its request. */
export function findKept(result: ExecutionResult): KeptAnswer | undefined {
  return answers.get(result);
}

function parseResult({ body }: KeptAnswer): ExecutionResult {
  const result: unknown = JSON.parse(body.toString());
  if (typeof result !== 'object' || result === null) throw new Error('Expected the text of a result.');
  return result;
}
