// An outside filter, which a site may run for itself: a signed HTTP request with a time limit. docs/moderation.md has its contract.
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { Filter } from '../../config/moderation-rules.ts';
import type { HeldReason } from '../../generated/prisma/enums.ts';
import { encodeGlobalId } from '../../relay/global-id.ts';
import { ForbiddenError } from '../errors.ts';
import type { ServiceSession } from '../service-session.ts';
import type { NewText } from './check-text.ts';

const LONGEST_ANSWER = 10_000; // bytes

const answers = z.object({ verdict: z.enum(['publish', 'hold', 'refuse']), reason: z.string().max(1_000).optional() });

/**
 * Asks the filter, where there is one. Where it is silent, late, or answers anything else, the setting says what happens.
 *
 * @throws {ForbiddenError} where the filter refuses the comment.
 */
export function askFilter(session: ServiceSession, text: NewText): null | Promise<HeldReason | null> {
  const { filter } = session.config;
  return filter === null ? null : askIt(session, { filter, text });
}

async function askIt(
  session: ServiceSession,
  { filter, text }: { readonly filter: Filter; readonly text: NewText },
): Promise<HeldReason | null> {
  const body = JSON.stringify(describe(session, text));
  const answer = await ask(filter, { body, signal: session.signal }).catch(() => null);
  session.signal.throwIfAborted();
  if (answer === null) return filter.whenSilent === 'hold' ? 'FILTER_SILENT' : null;
  if (answer.verdict === 'refuse') {
    throw new ForbiddenError(answer.reason ?? 'The comment was refused by the filter of this site.');
  }
  return answer.verdict === 'hold' ? 'FILTER' : null;
}

interface Question {
  readonly body: string;
  readonly signal: AbortSignal;
}

async function ask({ url, secret, timeout }: Filter, { body, signal }: Question): Promise<z.infer<typeof answers>> {
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'colloquy-signature': `sha256=${signature}` },
    body,
    redirect: 'error',
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeout)]),
  });
  if (!response.ok) throw new Error(`The filter answered with the status ${response.status}.`);
  return answers.parse(JSON.parse(await readText(response)));
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > LONGEST_ANSWER) throw new Error('The answer of the filter is too long.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The time is part of what is signed, so that nobody can send an old question again. */
function describe(session: ServiceSession, { subject, body, bodyHtml, place }: NewText) {
  const { post, parent, author, commenter } = place;
  const { addresses } = session;
  return {
    sentAt: session.now().toISOString(),
    post: { id: encodeGlobalId('Post', post.id), title: post.title, url: addresses.ofPost(post) },
    parentId: parent === null ? null : encodeGlobalId('Comment', parent.id),
    commenter: {
      kind: author === null ? 'guest' : 'account',
      handle: author?.handle ?? null,
      displayName: author?.displayName ?? commenter.guestName,
    },
    comment: { subject, body, bodyHtml },
  };
}
