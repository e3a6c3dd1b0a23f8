// What rendering costs: `npm run bench:texts` for each kind of text that is dear, `-- --search 60` for kinds by chance, for 60
// seconds. It counts the processor's time, so that a busy machine changes little; the tests count work instead.
import { parseArgs } from 'node:util';
import { renderBody } from '../../../src/text/render-body.ts';
import type { TextKind } from '../../../src/text/markdown/rendering.ts';
import { MAX_COMMENT_BODY, MAX_POST_BODY } from '../../../src/text/text-limits.ts';
import { KINDS, PIECES } from './kinds.ts';

const { search, seed, kind } = parseArgs({
  options: {
    search: { type: 'string' },
    seed: { type: 'string', default: '1' },
    kind: { type: 'string', default: 'comment' },
  },
}).values;
const textKind: TextKind = kind === 'post' ? 'post' : 'comment';
const longest = textKind === 'post' ? MAX_POST_BODY : MAX_COMMENT_BODY;

const warm = KINDS.get('an article')?.(400) ?? '';
for (let time = 0; time < 300; time += 1) renderBody(warm, textKind);
if (search === undefined) showKinds();
else showFound({ seconds: Number(search), random: createRandom(Number(seed)) });

function showKinds(): void {
  console.log(`A ${textKind} of at most ${longest} characters\n`);
  console.log('   longest accepted        ms   refused, ms   kind');
  for (const [name, write] of KINDS) {
    const length = findLongest(write);
    const refused = length < longest ? measure(write(longest)).ms.toFixed(0) : '';
    const { ms } = measure(write(length));
    console.log(`${String(length).padStart(19)}${ms.toFixed(0).padStart(10)}${refused.padStart(14)}   ${name}`);
  }
}

/** By bisection: a text of more of the same is refused if a shorter one is. */
function findLongest(write: (length: number) => string): number {
  if (measure(write(longest)).isAccepted) return longest;
  let [accepted, refused] = [0, longest];
  while (refused - accepted > longest / 100) {
    const middle = Math.floor((accepted + refused) / 2);
    if (measure(write(middle)).isAccepted) accepted = middle;
    else refused = middle;
  }
  return accepted;
}

function showFound({ seconds, random }: { seconds: number; random: () => number }): void {
  const part = () => Array.from({ length: 1 + Math.floor(random() * 4) }, () => choose(random)).join('');
  const found: { ms: number; name: string }[] = [];
  const end = Date.now() + seconds * 1_000;
  let count = 0;
  for (; Date.now() < end; count += 1) {
    const [before, middle, after] = [part(), part(), part()];
    const text =
      `${before}${middle.repeat(Math.floor(longest / middle.length))}`.slice(0, longest - after.length) + after;
    const { ms, isAccepted } = measure(text);
    const name = `${JSON.stringify(before)} + ${JSON.stringify(middle)} × n + ${JSON.stringify(after)}`;
    found.push({ ms, name: isAccepted ? name : `${name}, refused` });
    found.sort((a, b) => b.ms - a.ms).splice(20);
  }
  console.log(`${count} texts of ${longest} characters; the dearest:\n`);
  for (const { ms, name } of found) console.log(`${ms.toFixed(0).padStart(8)} ms   ${name}`);
}

function choose(random: () => number): string {
  return PIECES[Math.floor(random() * PIECES.length)] ?? '';
}

function measure(text: string): { ms: number; isAccepted: boolean } {
  const before = process.cpuUsage();
  const isAccepted = 'rendered' in renderBody(text, textKind);
  const { user, system } = process.cpuUsage(before);
  return { ms: (user + system) / 1_000, isAccepted };
}

/** The same numbers for the same seed (mulberry32). */
function createRandom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
