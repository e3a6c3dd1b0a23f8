import { htmlToMarkdown } from '../../html/html-to-markdown.ts';
import type { FindPictures } from '../read/media-library.ts';
import { expandShortcodes } from './expand-shortcodes.ts';

const MORE = /<!--\s*more\b[\s\S]*?-->/i;

interface ConvertedContent {
  readonly body: string;
  /** The text before "read more", where the author put one; Markdown, like the body. */
  readonly teaser: string | null;
}

/** The content of a post as Markdown. */
export function convertContent(
  content: string,
  { base, findPictures }: { readonly base: string; readonly findPictures: FindPictures },
): ConvertedContent {
  const options = { base, isTyped: !content.includes('<!-- wp:'), hasPictures: true };
  const html = expandShortcodes(content, findPictures);
  const [teaser] = html.split(MORE, 1);
  return {
    body: htmlToMarkdown(html, options),
    teaser: MORE.test(html) && teaser !== undefined ? htmlToMarkdown(teaser, options) : null,
  };
}
