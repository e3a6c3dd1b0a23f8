import type { MuteRow } from '../../data/administered/mutes.ts';
import { requireAuthor } from '../../domain/author.ts';
import { ForbiddenError, NotFoundError, ValidationError } from '../../domain/errors.ts';
import { endMute, listMutes, muteCommenter } from '../../domain/moderation/mute-commenter.ts';
import { builder, DateTime } from '../builder.ts';
import { Author } from '../refs.ts';

const Mute = builder.prismaNode('Mute', {
  id: { field: 'id' },
  description: 'A time for which an account or the voice of a guest cannot write. Visible to moderators.',
  fields: (t) => ({
    author: t.field({
      type: Author,
      nullable: true,
      description: 'The author of the account. Is null for a guest.',
      resolve: async ({ authorId }, _args, { session }) =>
        authorId === null ? null : await requireAuthor(session, { id: authorId }),
    }),
    reason: t.exposeString('reason', { description: 'The reason, which whoever is muted can read.' }),
    createdAt: t.expose('createdAt', { type: DateTime, description: 'The date and time at which it began.' }),
    until: t.expose('until', {
      type: DateTime,
      nullable: true,
      description: 'The date and time at which it ends. Is null when it is for good.',
    }),
    endedAt: t.expose('endedAt', {
      type: DateTime,
      nullable: true,
      description: 'The date and time at which a moderator ended or replaced it. Is null otherwise.',
    }),
    auditEntry: t.relation('decision', { description: 'The entry of the audit log with which it began.' }),
  }),
});

const MuteConnection = builder.connectionObject(
  {
    type: Mute,
    name: 'MuteConnection',
    description: 'A page of mutes.',
    fields: (t) => ({
      totalCount: t.int({
        description: 'The total number of mutes. Counted only when selected.',
        resolve: (page) => page.totalCount(),
      }),
    }),
  },
  { name: 'MuteEdge', description: 'A mute and its cursor in a list.' },
);

builder.queryField('mutes', (t) =>
  t.connection(
    {
      type: Mute,
      description: 'Returns all mutes, newest first, those that have ended included. Requires the role `MODERATOR`.',
      resolve: async (_root, args, { session }) => await listMutes(session, args),
    },
    MuteConnection,
  ),
);

const MuteCommenterInput = builder.inputType('MuteCommenterInput', {
  description: 'A commenter to mute, by one of the two IDs.',
  fields: (t) => ({
    commentId: t.id({ description: 'The ID of a comment: the account or the voice that wrote it is muted.' }),
    heldCommentId: t.id({ description: 'The ID of a held comment, in place of `commentId`.' }),
    until: t.field({
      type: DateTime,
      description: 'The date and time at which it ends. When absent, it is for good.',
    }),
    reason: t.string({
      required: true,
      description: 'The reason, which whoever is muted can read: at most 1,000 characters that show something.',
    }),
  }),
});

const EndMuteInput = builder.inputType('EndMuteInput', {
  description: 'A mute to end before its time.',
  fields: (t) => ({ muteId: t.id({ required: true, description: 'The ID of the mute.' }) }),
});

const MuteCommenterPayload = builder.objectRef<{ mute: MuteRow }>('MuteCommenterPayload').implement({
  description: 'The result of a successful `muteCommenter`.',
  fields: (t) => ({
    mute: t.field({ type: Mute, description: 'The new mute.', resolve: ({ mute }) => mute }),
  }),
});

const EndMutePayload = builder.objectRef<{ mute: MuteRow }>('EndMutePayload').implement({
  description: 'The result of a successful `endMute`.',
  fields: (t) => ({
    mute: t.field({ type: Mute, description: 'The mute after it was ended.', resolve: ({ mute }) => mute }),
  }),
});

builder.mutationFields((t) => ({
  muteCommenter: t.field({
    type: MuteCommenterPayload,
    nullable: true,
    description:
      'Keeps an account, or the voice of a guest, from writing, editing and reporting for a time. It replaces an earlier mute of the same commenter. Requires the role `MODERATOR`.',
    args: { input: t.arg({ type: MuteCommenterInput, required: true, description: 'The commenter to mute.' }) },
    errors: {
      types: [ValidationError, NotFoundError, ForbiddenError],
      union: {
        name: 'MuteCommenterResult',
        description: 'The result of `muteCommenter`: the payload, or the error that prevented it.',
      },
    },
    resolve: async (_root, { input }, { session }) => ({ mute: await muteCommenter(session, input) }),
  }),
  endMute: t.field({
    type: EndMutePayload,
    nullable: true,
    description:
      'Lets a muted commenter write again. Ending a mute twice is ending it once. Requires the role `MODERATOR`.',
    args: { input: t.arg({ type: EndMuteInput, required: true, description: 'The mute to end.' }) },
    errors: {
      types: [NotFoundError, ForbiddenError],
      union: {
        name: 'EndMuteResult',
        description: 'The result of `endMute`: the payload, or the error that prevented it.',
      },
    },
    resolve: async (_root, { input }, { session }) => ({ mute: await endMute(session, input) }),
  }),
}));
