import { EN, type TextKey } from '../../texts/en.ts';
import { createWords, type Words } from '../../texts/words.ts';
import { DESK_EN } from './desk-en.ts';

/** Says the texts of the desk, and those of a discussion. */
export type DeskWords = Words<TextKey | keyof typeof DESK_EN>;

/** The words of the desk in the language of the browser, where they are in the box. */
export async function loadDeskWords(language: string): Promise<DeskWords> {
  if (!/^de\b/i.test(language)) return createWords('en', { ...EN, ...DESK_EN });
  const [{ DE }, { DESK_DE }] = await Promise.all([import('../../texts/de.ts'), import('./desk-de.ts')]);
  return createWords(language, { ...DE, ...DESK_DE });
}
