import { ForbiddenError, NotFoundError, ValidationError } from '../../domain/errors.ts';
import { erasePerson } from '../../domain/persons/erase-person.ts';
import { exportPerson } from '../../domain/persons/export-person.ts';
import { builder } from '../builder.ts';

const ExportPersonInput = builder.inputType('ExportPersonInput', {
  description: 'A person whose data is exported, by one of the three IDs. Without an ID: the viewer.',
  fields: (t) => ({
    authorId: t.id({ description: 'The ID of an author.' }),
    commentId: t.id({ description: 'The ID of a comment: the account or the guest that wrote it.' }),
    heldCommentId: t.id({ description: 'The ID of a held comment: the account or the guest that wrote it.' }),
  }),
});

const ErasePersonInput = builder.inputType('ErasePersonInput', {
  description:
    'A person to erase, by one of the three IDs. Without an ID: the account of the viewer. Has no `clientMutationId`: to erase twice is to erase once.',
  fields: (t) => ({
    authorId: t.id({ description: 'The ID of an author.' }),
    commentId: t.id({ description: 'The ID of a comment: the account or the guest that wrote it.' }),
    heldCommentId: t.id({ description: 'The ID of a held comment: the account or the guest that wrote it.' }),
    confirm: t.string({
      required: true,
      description:
        'What confirms that the right person is erased: the handle of the account, or, for a guest, the ID that was given. Not looked at when the erasure has begun.',
    }),
    reason: t.string({
      description: 'The reason, for the audit log: at most 1,000 characters that show something. It stays there.',
    }),
  }),
});

const ExportPersonPayload = builder.objectRef<{ json: string }>('ExportPersonPayload').implement({
  description: 'The result of a successful `exportPerson`.',
  fields: (t) => ({
    json: t.exposeString('json', {
      description:
        'All that is kept of the person, as the text of one JSON file. Its shape is described in `docs/privacy.md`.',
    }),
  }),
});

const ErasePersonPayload = builder.objectRef<{ erasedCommentCount: number }>('ErasePersonPayload').implement({
  description: 'The result of a successful `erasePerson`.',
  fields: (t) => ({
    erasedCommentCount: t.exposeInt('erasedCommentCount', {
      description: 'The number of comments that this call erased, those that were withdrawn before included.',
    }),
  }),
});

builder.mutationFields((t) => ({
  exportPerson: t.field({
    type: ExportPersonPayload,
    nullable: true,
    description:
      'Exports all that is kept of a person, and writes so into the audit log. Everybody can export their own data, a guest with the voice; the data of somebody else requires the role `ADMIN`. Refused for API tokens.',
    args: { input: t.arg({ type: ExportPersonInput, description: 'The person. When absent, the viewer.' }) },
    errors: {
      types: [ValidationError, NotFoundError, ForbiddenError],
      union: {
        name: 'ExportPersonResult',
        description: 'The result of `exportPerson`: the payload, or the error that prevented it.',
      },
    },
    resolve: async (_root, { input }, { session }) => ({ json: await exportPerson(session, input ?? {}) }),
  }),
  erasePerson: t.field({
    type: ErasePersonPayload,
    nullable: true,
    description:
      'Erases a person for good: the name, the account, the texts of all comments, earlier versions and reports. Comments keep their numbers and replies, as withdrawn ones do; posts stay, under an author without a name. Everybody can erase themselves, a guest with the voice; to erase somebody else requires the role `ADMIN`. Refused for API tokens, and for the own account while it is muted. When interrupted, the same call goes on.',
    args: { input: t.arg({ type: ErasePersonInput, required: true, description: 'The person to erase.' }) },
    errors: {
      types: [ValidationError, NotFoundError, ForbiddenError],
      union: {
        name: 'ErasePersonResult',
        description: 'The result of `erasePerson`: the payload, or the error that prevented it.',
      },
    },
    resolve: async (_root, { input }, { session }) => ({ erasedCommentCount: await erasePerson(session, input) }),
  }),
}));
