import { checkTexts } from '../../text/text.ts';
import { MAX_COMMENT_BODY } from '../../text/text-limits.ts';
import { requireMayComment } from '../commenter.ts';
import { requireValid } from '../errors.ts';
import type { ServiceSession } from '../service-session.ts';
import { renderComment } from './render-text.ts';

/**
 * The HTML of a text as a comment would show it. Nothing is stored.
 *
 * @throws {ValidationError} where a comment of this text would be refused for it; {ForbiddenError} for whoever may not comment.
 */
export async function previewMarkdown(session: ServiceSession, { body }: { body: string }): Promise<string> {
  requireMayComment(session);
  requireValid(checkTexts([[body, { path: ['body'], max: MAX_COMMENT_BODY }]]));
  return (await renderComment(session, { body })).bodyHtml;
}
