import type { ROLES } from '../config/roles.ts';
import type { SCOPES } from '../session/session.ts';
import { builder } from './builder.ts';

export const TagKind = builder.enumType('TagKind', {
  description: 'The kind of a tag.',
  values: {
    TOPIC: { description: 'A subject, such as energy.' },
    COMPANY: { description: 'A company or another organization that the post is about.' },
  } as const,
});

export const CommentOrder = builder.enumType('CommentOrder', {
  description: 'The order in which the comments of a post are returned.',
  values: {
    TIME: { description: 'The view by time: all comments by number.' },
    THREAD: { description: 'The view by thread: each comment followed by its replies and theirs, siblings by number.' },
    TOP: {
      description:
        'By score, which is the number of reactions of all kinds, the highest first; comments of the same score by number. Scores move: a comment whose score crosses the cursor between two pages may be missed or repeated, and no other.',
    },
  } as const,
});

export const ReplyOrder = builder.enumType('ReplyOrder', {
  description: 'The order in which replies are returned.',
  values: {
    NUMBER: { description: 'By number: in the order in which they were written.' },
    TOP: { description: 'By score, as in the order `TOP` of comments.' },
  } as const,
});

export const CommentStatus = builder.enumType('CommentStatus', {
  description: 'The status of a comment.',
  values: {
    PUBLISHED: { description: 'Published: visible to everyone who may see the post.' },
    DELETED: {
      description:
        'Withdrawn: the number, the place in the thread and the replies remain; the subject, text and commenter are no longer returned.',
    },
    HIDDEN: {
      description:
        'Hidden by a moderator, and no longer returned in the same way as a withdrawn comment. A moderator can restore it.',
    },
  } as const,
});

export const Role = builder.enumType('Role', {
  description:
    'The role of an account. Each role includes the permissions of the weaker ones; from the weakest to the strongest: `READER`, `AUTHOR`, `MODERATOR`, `ADMIN`.',
  values: {
    READER: { description: 'Permission to write comments, and to edit and withdraw own comments.' },
    AUTHOR: { description: 'Permission to write posts, and to change own posts.' },
    MODERATOR: { description: 'Permission to see drafts, to edit and withdraw all comments, and to change all posts.' },
    ADMIN: { description: 'All permissions.' },
  } as const satisfies Record<(typeof ROLES)[number], { description: string }>,
});

export const Scope = builder.enumType('ApiTokenScope', {
  description: 'What a program may do with an API token.',
  values: {
    READ: { description: 'Read what the account may see. Every token can do this.' },
    WRITE: { description: 'Call mutations, as far as the role of the account allows.' },
    MODERATE: { description: 'Have the role of a moderator or an administrator, where the account has it.' },
  } as const satisfies Record<(typeof SCOPES)[number], { description: string }>,
});
