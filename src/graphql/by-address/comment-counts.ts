import { countCommentsOfPages, MOST_PAGES } from '../../domain/by-address/count-comments.ts';
import type { PageCount } from '../../domain/by-address/count-comments.ts';
import { builder } from '../builder.ts';

const CommentCount = builder.objectRef<PageCount>('CommentCount').implement({
  description: 'The number of comments on a page.',
  fields: (t) => ({
    url: t.exposeString('url', { description: 'The URL of the page, as it was given.' }),
    count: t.exposeInt('count', {
      description: 'The number of published comments. Is 0 when the page has no discussion that everybody may see.',
    }),
  }),
});

builder.queryFields((t) => ({
  commentCounts: t.field({
    type: [CommentCount],
    description: `Returns the number of comments on each of the given pages, at most ${MOST_PAGES}, in the order of the URLs.`,
    extensions: { mostItems: MOST_PAGES },
    args: {
      urls: t.arg.stringList({
        required: true,
        description: `The URLs of the pages, in any spelling. More than ${MOST_PAGES} are refused with \`BAD_USER_INPUT\`.`,
      }),
    },
    resolve: async (_root, { urls }, { session }) => await countCommentsOfPages(session, urls),
  }),
}));
