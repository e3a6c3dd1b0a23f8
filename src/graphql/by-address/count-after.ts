import { countCommentsAfter } from '../../domain/post.ts';
import { builder } from '../builder.ts';
import { Post } from '../refs.ts';

builder.objectField(Post, 'commentCountAfter', (t) =>
  t.int({
    description:
      'The number of published comments after a place in the discussion, such as those that a reader has not seen since the last visit.',
    args: {
      cursor: t.arg.string({
        required: true,
        description:
          'A `cursor` of this post, of an event of it, or of a comment in the view by time. Any other cursor is refused with `BAD_CURSOR`, and one past the end of what is stored with `CURSOR_EXPIRED`.',
      }),
    },
    resolve: async (post, { cursor }, { session }) => await countCommentsAfter(session, { post, cursor }),
  }),
);
