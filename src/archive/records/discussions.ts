import { z } from 'zod';
import { CommentStatus } from '../../generated/prisma/enums.ts';
import { bool, commenter, int, ints, nullable, oneOf, positive, text, time, uuid } from '../fields.ts';
import { REACTION_KIND } from '../../config/reaction-kinds.ts';
import type { Kind } from '../kind.ts';

/** Those of people are added to it, and the sum is an int of PostgreSQL. */
const imported = { type: 'int4', schema: z.int().min(1).max(1_000_000_000) };

const reactionKind = { type: 'text', schema: z.string().regex(REACTION_KIND, 'expected a kind of reactions') };

export const DISCUSSIONS: readonly Kind[] = [
  {
    type: 'discussion',
    table: 'discussion',
    key: ['postId'],
    fields: {
      postId: uuid,
      isOpen: bool,
      seq: int,
      lastNumber: int,
      locked: ints,
      version: int,
      firstWordId: nullable(uuid),
      lastWordId: nullable(uuid),
    },
  },
  {
    type: 'comment',
    table: 'comment',
    key: ['id'],
    order: ['postId', 'number'],
    fields: {
      id: uuid,
      postId: uuid,
      parentId: nullable(uuid),
      number: positive,
      path: ints,
      status: oneOf('comment_status', CommentStatus),
      subject: nullable(text),
      body: text,
      ...commenter,
      guestName: nullable(text),
      clientMutationId: nullable(text),
      clientMutationHash: nullable(text),
      source: nullable(text),
      externalId: nullable(text),
      createdAt: time,
      editedAt: nullable(time),
      deletedAt: nullable(time),
    },
    findContradiction: ({ id, parentId, number, path }) => {
      const levels = Array.isArray(path) ? path : [];
      if (parentId === id) return 'a reply to itself';
      if (levels.at(-1) !== number) return 'its path ends with another number';
      return (parentId === null) === (levels.length === 1) ? null : 'its path is not that of its parent';
    },
  },
  {
    type: 'commentVersion',
    table: 'comment_version',
    key: ['id'],
    fields: { id: uuid, commentId: uuid, subject: nullable(text), body: text, writtenAt: time, replacedAt: time },
  },
  {
    type: 'reaction',
    table: 'reaction',
    key: ['id'],
    fields: { id: uuid, commentId: uuid, kind: reactionKind, ...commenter, createdAt: time },
  },
  {
    type: 'reactionCount',
    table: 'reaction_count',
    // The others are counted from the reactions.
    where: 't.imported > 0',
    key: ['commentId', 'kind'],
    fields: { commentId: uuid, kind: reactionKind, imported },
  },
];
