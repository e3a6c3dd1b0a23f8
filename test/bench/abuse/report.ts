import type { Attack } from './documents.ts';
import type { Door } from './send.ts';

export interface AttackResult {
  readonly door: Door;
  readonly attack: Attack;
  /** The code of the first answer, or `data`. */
  readonly said: string;
  /** Milliseconds of an answer: the median, and the slowest. */
  readonly answer: number;
  readonly slowest: number;
  /** The 99th percentile of another client's reads meanwhile, in milliseconds. */
  readonly reads: number;
  readonly failed: number;
  /** MiB that the resident memory of the service grew by at most. */
  readonly growth: number;
}

const MOST = { reads: 250 };

const OF_KIND = { refused: { answer: 100, growth: 100 }, allowed: { answer: 1_000, growth: 50 } };

/** What an allowed attack is told: its data, or that its text is not taken, which is an answer of the mutation. */
const ALLOWED = ['data', 'VALIDATION'];

/** The figures that a result misses. Each answer counts, so the slowest is judged. */
function findMisses({ attack, said, slowest, reads, failed, growth }: AttackResult): string[] {
  const most = OF_KIND[attack.kind];
  const isExpected = attack.kind === 'allowed' ? ALLOWED.includes(said) : said !== 'data';
  return [
    ...(isExpected ? [] : [`not ${attack.kind}`]),
    ...(slowest > most.answer ? ['answer'] : []),
    ...(reads > MOST.reads || failed > 0 ? ['reads'] : []),
    ...(growth > most.growth ? ['memory'] : []),
  ];
}

export function isSound(results: readonly AttackResult[]): boolean {
  return results.every((result) => findMisses(result).length === 0);
}

export function describeResults(results: readonly AttackResult[]): string {
  const rows = results.map((result) => {
    const { door, attack, said, answer, slowest, reads, failed, growth } = result;
    const cells = [
      attack.name.replaceAll('|', '\\|').replaceAll('<', '&lt;'),
      door,
      said,
      `${Math.round(answer)} (${Math.round(slowest)})`,
      `${Math.round(reads)}${failed > 0 ? `, ${failed} failed` : ''}`,
      String(Math.round(growth)),
      findMisses(result).join(', ') || '–',
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    '| request | door | answer | ms, median (slowest) | p99 of reads, ms | MiB | missed |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}
