import type { ExecutionResult } from 'graphql';
import type { KeptAnswer } from '../../domain/kept-answers.ts';
import { JsonText, writeResult, type WrittenResult } from '../executor/json-text.ts';

const answers = new WeakMap<WrittenResult, KeptAnswer>();

/** A result of which the text is kept. A door that does not send the text as it is reads it. */
export function toResult(answer: KeptAnswer): WrittenResult {
  let parsed: ExecutionResult | null = null;
  const parse = () => (parsed ??= parseResult(answer));
  const result: WrittenResult = {
    get data() {
      return new JsonText(JSON.stringify(parse().data));
    },
    get extensions() {
      return parse().extensions ?? {};
    },
  };
  answers.set(result, answer);
  return result;
}

/** The text of a result that was kept; undefined for one that was made for its request. */
export function findKept(result: WrittenResult): KeptAnswer | undefined {
  return answers.get(result);
}

/** The JSON of a result: of one that was kept, its text as it is. */
export function textOf(result: WrittenResult): string {
  return findKept(result)?.body.toString() ?? writeResult(result);
}

function parseResult({ body }: KeptAnswer): ExecutionResult {
  const result: unknown = JSON.parse(body.toString());
  if (typeof result !== 'object' || result === null) throw new Error('Expected the text of a result.');
  return result;
}
