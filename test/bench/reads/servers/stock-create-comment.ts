import { randomUUID } from 'node:crypto';
import type { Comment, PrismaClient } from '../../../../src/generated/prisma/client.ts';
import { replySubject } from '../../../../src/text/reply-subject.ts';

interface NewReply {
  readonly postId: string;
  readonly parentId: string;
  readonly body: string;
  readonly clientMutationId: string;
  readonly authorId: string;
}

/** A reply with its number, and nothing else: no checks, no Markdown, no log, no retry that is recognised. */
export async function createStockComment(
  prisma: PrismaClient,
  { postId, parentId, body, clientMutationId, authorId }: NewReply,
): Promise<Comment> {
  const parent = await prisma.comment.findUniqueOrThrow({ where: { id: parentId, postId, status: 'PUBLISHED' } });
  const { lastNumber: number } = await prisma.discussion.update({
    where: { postId },
    data: { lastNumber: { increment: 1 }, commentCount: { increment: 1 } },
  });
  return await prisma.comment.create({
    data: {
      id: randomUUID(),
      ...{ postId, parentId, authorId, clientMutationId, number, body },
      path: [...parent.path, number],
      subject: replySubject(parent.subject),
      bodyHtml: `<p dir="auto">${escape(body)}</p>`,
      rendererVersion: 1_000,
    },
  });
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
