import type { DemoReaction } from '../demo-shapes.ts';

/** What readers thought of the comments of the model discussion, by the number of the comment. */
const GIVEN: readonly { readonly number: number; readonly kind: string; readonly by: readonly string[] }[] = [
  { number: 1, kind: 'insightful', by: ['sal', 'nadia', 'kwame', 'pelle'] },
  { number: 1, kind: 'funny', by: ['lenka', 'moss'] },
  { number: 3, kind: 'insightful', by: ['dr-quince', 'yuki', 'zeynep'] },
  { number: 5, kind: 'funny', by: ['sal', 'ramona'] },
  { number: 7, kind: 'insightful', by: ['nadia', 'ines'] },
  { number: 7, kind: 'funny', by: ['sal', 'kwame', 'yuki', 'pelle', 'moss'] },
  { number: 9, kind: 'funny', by: ['walter-route-9', 'lenka', 'zeynep', 'ramona', 'tomasz', 'nadia'] },
  { number: 10, kind: 'insightful', by: ['walter-route-9', 'kwame', 'mirela'] },
];

export const BUS_REACTIONS: readonly DemoReaction[] = GIVEN.flatMap(({ number, kind, by }) =>
  by.map((handle) => ({ number, kind, by: handle })),
);
