import type { AuthorRow } from '../data/reads/author-rows.ts';
import type { CommentRow } from '../data/reads/comment-rows.ts';
import type { PostRow } from '../data/reads/post-rows.ts';
import { builder } from './builder.ts';

/** The types that loaders reach from many sides, named here so that their files need not import each other. */
export const Author = builder.objectRef<AuthorRow>('Author');
export const Post = builder.objectRef<PostRow>('Post');
export const Comment = builder.objectRef<CommentRow>('Comment');
