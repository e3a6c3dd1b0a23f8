import { ForbiddenError, ValidationError } from '../../domain/errors.ts';
import { previewMarkdown } from '../../domain/writing/preview-markdown.ts';
import { builder } from '../builder.ts';

const PreviewMarkdownInput = builder.inputType('PreviewMarkdownInput', {
  description: 'A text to preview.',
  fields: (t) => ({
    body: t.string({
      required: true,
      description: 'The text in Markdown, as for `createComment`: at most 10,000 characters that show something.',
    }),
  }),
});

const PreviewMarkdownPayload = builder.objectRef<{ bodyHtml: string }>('PreviewMarkdownPayload').implement({
  description: 'The result of a successful `previewMarkdown`.',
  fields: (t) => ({
    bodyHtml: t.exposeString('bodyHtml', { description: 'The text rendered as sanitized HTML.' }),
  }),
});

// No query: it costs as much as writing does, is charged as a write, and what is being written is nothing for a cache or a log of requests.
builder.mutationFields((t) => ({
  previewMarkdown: t.field({
    type: PreviewMarkdownPayload,
    nullable: true,
    description:
      'Renders a text exactly as a comment would show it, and stores nothing. Counts as a write, and requires the permission to write comments.',
    args: { input: t.arg({ type: PreviewMarkdownInput, required: true, description: 'The text.' }) },
    errors: {
      types: [ValidationError, ForbiddenError],
      union: {
        name: 'PreviewMarkdownResult',
        description: 'The result of `previewMarkdown`: the payload, or the error that prevented it.',
      },
    },
    resolve: async (_root, { input }, { session }) => ({ bodyHtml: await previewMarkdown(session, input) }),
  }),
}));
