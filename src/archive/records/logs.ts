import { EventKind, ModerationEventKind } from '../../generated/prisma/enums.ts';
import { int, nullable, oneOf, position, positive, text, time, uuid } from '../fields.ts';
import type { Kind } from '../kind.ts';

export const LOGS: readonly Kind[] = [
  {
    type: 'event',
    table: 'event',
    key: ['postId', 'seq'],
    fields: {
      postId: uuid,
      seq: positive,
      kind: oneOf('event_kind', EventKind),
      commentId: nullable(uuid),
      actorId: nullable(uuid),
      clientMutationId: nullable(text),
      occurredAt: time,
      lastNumber: int,
      position: nullable(position),
      writtenAt: time,
    },
  },
  {
    type: 'moderationEvent',
    table: 'moderation_event',
    key: ['seq'],
    fields: {
      seq: positive,
      kind: oneOf('moderation_event_kind', ModerationEventKind),
      commentId: nullable(uuid),
      heldCommentId: nullable(uuid),
      decisionId: nullable(uuid),
      occurredAt: time,
    },
  },
  {
    type: 'queueItem',
    table: 'queue_item',
    key: ['seq'],
    fields: {
      seq: positive,
      postId: uuid,
      commentId: nullable(uuid),
      heldCommentId: nullable(uuid),
      resolvedSeq: nullable(positive),
    },
  },
];
