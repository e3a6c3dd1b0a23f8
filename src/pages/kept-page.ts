import { KeptAnswer, type KeptAnswers } from '../domain/kept-answers.ts';
import { isSlug } from '../text/slug.ts';
import { answerPage } from './answer-page.ts';

interface KeptPage {
  readonly answers: KeptAnswers;
  /** The post that the page is about. */
  readonly slug: string;
  /** Tells the pages of a post apart. */
  readonly view: string;
  /** Writes the page for everybody; null where there is no such post. */
  readonly write: () => Promise<string | null>;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Answers with a page about one post: one that is kept while nothing has changed that it shows. Readers who have it already are told so.
 *
 * @returns null where there is no such post.
 */
export async function answerKept(request: Request, page: KeptPage): Promise<Response | null> {
  const { answers, slug, view, write, headers } = page;
  const wish = isSlug(slug) ? { key: `${view} ${slug}`, subject: { slug } } : null;
  const answer = await answers.answer(wish, { make: write, textOf: (text) => text });
  if (answer === null) return null;
  return await answerPage(request, { made: answer instanceof KeptAnswer ? answer : new KeptAnswer(answer), headers });
}
