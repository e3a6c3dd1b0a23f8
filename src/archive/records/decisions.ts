import { AuditAction, FlagReason, HeldReason, HeldStatus } from '../../generated/prisma/enums.ts';
import { nullable, oneOf, text, time, uuid } from '../fields.ts';
import type { Kind } from '../kind.ts';

const commenter = { authorId: nullable(uuid), voiceHash: nullable(text) };

export const DECISIONS: readonly Kind[] = [
  {
    type: 'auditEntry',
    table: 'audit_entry',
    key: ['id'],
    fields: {
      id: uuid,
      action: oneOf('audit_action', AuditAction),
      actorId: nullable(uuid),
      reason: nullable(text),
      postId: nullable(uuid),
      commentId: nullable(uuid),
      heldCommentId: nullable(uuid),
      ...commenter,
      tagId: nullable(uuid),
      occurredAt: time,
    },
  },
  {
    type: 'heldComment',
    table: 'held_comment',
    key: ['id'],
    fields: {
      id: uuid,
      postId: uuid,
      parentId: nullable(uuid),
      subject: nullable(text),
      body: text,
      ...commenter,
      guestName: nullable(text),
      clientMutationId: nullable(text),
      clientMutationHash: nullable(text),
      heldBecause: oneOf('held_reason', HeldReason),
      status: oneOf('held_status', HeldStatus),
      createdAt: time,
      decidedAt: nullable(time),
      decisionId: nullable(uuid),
    },
  },
  {
    type: 'flag',
    table: 'flag',
    key: ['id'],
    fields: {
      id: uuid,
      commentId: uuid,
      ...commenter,
      reason: oneOf('flag_reason', FlagReason),
      note: nullable(text),
      createdAt: time,
      resolvedAt: nullable(time),
      decisionId: nullable(uuid),
    },
  },
  {
    type: 'mute',
    table: 'mute',
    key: ['id'],
    fields: {
      id: uuid,
      ...commenter,
      reason: text,
      createdAt: time,
      until: nullable(time),
      endedAt: nullable(time),
      decisionId: uuid,
    },
  },
  {
    type: 'erasure',
    table: 'erasure',
    key: ['id'],
    fields: {
      id: uuid,
      ...commenter,
      writtenId: nullable(uuid),
      decisionId: uuid,
      beganAt: time,
      endedAt: nullable(time),
    },
  },
];
