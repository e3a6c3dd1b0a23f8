import { expandShortcodes, type FindPictures } from './expand-shortcodes.ts';
import { htmlToMarkdown } from '../../html/html-to-markdown.ts';

const MORE = /<!--\s*more\b[\s\S]*?-->/i;

export interface ConvertedPost {
  readonly body: string;
  /** What stands before "read more", where the author put that; Markdown, like the body. */
  readonly teaser: string | null;
}

/** The content of a post as Markdown. */
export function convertPost(
  content: string,
  { base, findPictures }: { readonly base: string; readonly findPictures: FindPictures },
): ConvertedPost {
  const options = { base, isTyped: !content.includes('<!-- wp:'), hasPictures: true };
  const html = expandShortcodes(content, findPictures);
  const [teaser] = html.split(MORE, 1);
  return {
    body: htmlToMarkdown(html, options),
    teaser: MORE.test(html) && teaser !== undefined ? htmlToMarkdown(teaser, options) : null,
  };
}

/** A comment as Markdown. Its shortcodes are text: WordPress does not heed them either. */
export function convertComment(content: string, base: string): string {
  return htmlToMarkdown(content, { base, isTyped: true, hasPictures: false });
}
