import type { ApiTokenRow } from '../data/administered/api-tokens.ts';
import { requireAuthor } from '../domain/author.ts';
import { createApiToken, listApiTokens, revokeApiToken } from '../domain/api-token.ts';
import { ForbiddenError, NotFoundError, ValidationError } from '../domain/errors.ts';
import { builder, DateTime } from './builder.ts';
import { Role, Scope } from './enums.ts';
import { Author } from './refs.ts';
import { Viewer } from './viewer.ts';

const ApiToken = builder.prismaNode('ApiToken', {
  id: { field: 'id' },
  description:
    'A credential with which a program acts for an account. Visible to that account and to administrators. Its secret is returned once, by `createApiToken`.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The purpose of the token, in the words of its maker.' }),
    scopes: t.expose('scopes', { type: [Scope], description: 'What the program may do.' }),
    role: t.expose('role', {
      type: Role,
      description:
        'The role that the account had when the token was made. The program has no stronger one, nor one that is stronger than the account was last seen with, and without the scope `MODERATE` it has `AUTHOR` at most.',
    }),
    author: t.field({
      type: Author,
      description: 'The author of the account that the program acts for.',
      resolve: async ({ authorId }, _args, { session }) => await requireAuthor(session, { id: authorId }),
    }),
    createdAt: t.expose('createdAt', { type: DateTime, description: 'The date and time at which the token was made.' }),
    expiresAt: t.expose('expiresAt', { type: DateTime, description: 'The date and time from which it is refused.' }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: DateTime,
      nullable: true,
      description: 'The date and time of its last use, to the minute. Is null when it was never used.',
    }),
    revokedAt: t.expose('revokedAt', {
      type: DateTime,
      nullable: true,
      description: 'The date and time at which it was revoked. Is null while it is not.',
    }),
  }),
});

const ApiTokenConnection = builder.connectionObject(
  {
    type: ApiToken,
    name: 'ApiTokenConnection',
    description: 'A page of API tokens.',
    fields: (t) => ({
      totalCount: t.int({
        description: 'The total number of API tokens in the list. Counted only when selected.',
        resolve: (page) => page.totalCount(),
      }),
    }),
  },
  { name: 'ApiTokenEdge', description: 'An API token and its cursor in a list.' },
);

const CreateApiTokenInput = builder.inputType('CreateApiTokenInput', {
  description:
    'An API token to make. Has no `clientMutationId`: the secret is not kept, so a repeated input could not return it again.',
  fields: (t) => ({
    name: t.string({
      required: true,
      description: 'What the token is for: one line of at most 80 characters that show something.',
    }),
    scopes: t.field({ type: [Scope], required: true, description: 'What the program may do: at least one scope.' }),
    expiresInDays: t.int({
      defaultValue: 90,
      required: true,
      description: 'The number of days after which the token is refused, from 1 to 365.',
    }),
  }),
});

const RevokeApiTokenInput = builder.inputType('RevokeApiTokenInput', {
  description: 'An API token to revoke.',
  fields: (t) => ({ apiTokenId: t.id({ required: true, description: 'The ID of the API token.' }) }),
});

const CreateApiTokenPayload = builder
  .objectRef<{ apiToken: ApiTokenRow; secret: string }>('CreateApiTokenPayload')
  .implement({
    description: 'The result of a successful `createApiToken`.',
    fields: (t) => ({
      apiToken: t.field({ type: ApiToken, description: 'The new API token.', resolve: ({ apiToken }) => apiToken }),
      secret: t.exposeString('secret', {
        description:
          'What the program sends as `Authorization: Bearer …`. Returned here and never again: only a hash of it is stored.',
      }),
    }),
  });

const RevokeApiTokenPayload = builder.objectRef<{ apiToken: ApiTokenRow }>('RevokeApiTokenPayload').implement({
  description: 'The result of a successful `revokeApiToken`.',
  fields: (t) => ({
    apiToken: t.field({
      type: ApiToken,
      description: 'The API token after it was revoked.',
      resolve: ({ apiToken }) => apiToken,
    }),
  }),
});

builder.objectField(Viewer, 'apiTokens', (t) =>
  t.connection(
    {
      type: ApiToken,
      description: 'The API tokens of the account, newest first, with those that have expired or were revoked.',
      resolve: async ({ author }, args, { session }) => await listApiTokens(session, { ...args, authorId: author.id }),
    },
    ApiTokenConnection,
  ),
);

builder.queryField('apiTokens', (t) =>
  t.connection(
    {
      type: ApiToken,
      description: 'Returns the API tokens of all accounts, newest first. Requires the role `ADMIN`.',
      resolve: async (_root, args, { session }) => await listApiTokens(session, { ...args, authorId: null }),
    },
    ApiTokenConnection,
  ),
);

builder.mutationFields((t) => ({
  createApiToken: t.field({
    type: CreateApiTokenPayload,
    nullable: true,
    description:
      'Makes a token with which a program acts for the account. Requires a signed-in account: an API token cannot make another. The scope `MODERATE` requires the role `MODERATOR` or a stronger one.',
    args: { input: t.arg({ type: CreateApiTokenInput, required: true, description: 'The API token to make.' }) },
    errors: {
      types: [ValidationError, ForbiddenError],
      union: {
        name: 'CreateApiTokenResult',
        description: 'The result of `createApiToken`: the payload, or the error that prevented it.',
      },
    },
    resolve: async (_root, { input }, { session }) => await createApiToken(session, input),
  }),
  revokeApiToken: t.field({
    type: RevokeApiTokenPayload,
    nullable: true,
    description:
      'Revokes a token of the account; every request with it is refused from then on. Administrators can revoke the tokens of all accounts. Revoking twice is revoking once.',
    args: { input: t.arg({ type: RevokeApiTokenInput, required: true, description: 'The API token to revoke.' }) },
    errors: {
      types: [NotFoundError, ForbiddenError],
      union: {
        name: 'RevokeApiTokenResult',
        description: 'The result of `revokeApiToken`: the payload, or the error that prevented it.',
      },
    },
    resolve: async (_root, { input }, { session }) => ({
      apiToken: await revokeApiToken(session, { id: input.apiTokenId }),
    }),
  }),
}));
