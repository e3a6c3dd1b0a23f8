import type { ROLES } from '../session/session.ts';
import { builder } from './builder.ts';

export const TagKind = builder.enumType('TagKind', {
  description: 'This says what a tag names.',
  values: {
    TOPIC: { description: 'It names a subject, such as energy.' },
    COMPANY: { description: 'It names a company or another organisation that the post is about.' },
  } as const,
});

export const CommentOrder = builder.enumType('CommentOrder', {
  description: 'A discussion is read in one of these two orders.',
  values: {
    TIME: { description: 'Comments come by number: the oldest first.' },
    THREAD: { description: 'Each comment comes directly under the one that it answers, siblings by number.' },
  } as const,
});

export const CommentStatus = builder.enumType('CommentStatus', {
  description: 'This says whether a comment is shown.',
  values: {
    PUBLISHED: { description: 'Everybody sees it.' },
    DELETED: { description: 'It was withdrawn: its place and its replies stay, its text and its author are gone.' },
  } as const,
});

export const Role = builder.enumType('Role', {
  description:
    'This says what an account may do; from READER over AUTHOR and MODERATOR to ADMIN each role includes the one before.',
  values: {
    READER: { description: 'A reader comments, and changes comments of their own.' },
    AUTHOR: { description: 'An author also writes posts, and changes posts of their own.' },
    MODERATOR: { description: 'A moderator also changes every comment and every post.' },
    ADMIN: { description: 'An administrator may do everything.' },
  } as const satisfies Record<(typeof ROLES)[number], { description: string }>,
});
