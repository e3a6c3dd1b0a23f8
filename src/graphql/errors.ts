import {
  ConflictError,
  DiscussionClosedError,
  ForbiddenError,
  NotFoundError,
  TooDeepError,
  ValidationError,
} from '../domain/errors.ts';
import type { CodedError } from '../errors/coded-error.ts';
import type { Issue } from '../text/text.ts';
import { builder } from './builder.ts';

const ErrorCode = builder.enumType('ErrorCode', {
  description: 'This says what kind of error a mutation ran into.',
  values: {
    VALIDATION: { description: 'The input does not keep to the rules.' },
    NOT_FOUND: { description: 'What the input names is not there, or the viewer may not know of it.' },
    FORBIDDEN: { description: 'The viewer may not do this.' },
    DISCUSSION_CLOSED: { description: 'The discussion takes no comments.' },
    TOO_DEEP: { description: 'The chain of replies is as long as it may be.' },
    CONFLICT: {
      description:
        'Another input was written under the same `clientMutationId`, or others wrote at the same time until the attempts ran out.',
    },
  } as const,
});

type ShownCode = (typeof ErrorCode)['$inferType'];

const ErrorInterface = builder.interfaceRef<CodedError>('Error').implement({
  description: 'An error of this kind is something that a client can act on.',
  fields: (t) => ({
    code: t.field({
      type: ErrorCode,
      description: 'This says what kind of error it is.',
      // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the classes below carry no other code
      resolve: ({ code }) => code as ShownCode,
    }),
    message: t.exposeString('message', { description: 'This says for a person what went wrong.' }),
  }),
});

const ValidationIssue = builder.objectRef<Issue>('ValidationIssue').implement({
  description: 'This is one fault of one field of the input.',
  fields: (t) => ({
    path: t.stringList({
      description: 'This says where the field stands in the input, outermost first.',
      resolve: ({ path }) => [...path],
    }),
    message: t.exposeString('message', { description: 'This says what was expected and what was found.' }),
  }),
});

builder.objectType(ValidationError, {
  name: 'ValidationError',
  description: 'The input does not keep to the rules.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    issues: t.field({
      type: [ValidationIssue],
      description: 'These are all faults that were found.',
      resolve: ({ issues }) => [...issues],
    }),
  }),
});

builder.objectType(NotFoundError, {
  name: 'NotFoundError',
  description: 'What the input names is not there, or the viewer may not know of it.',
  interfaces: [ErrorInterface],
});

builder.objectType(ForbiddenError, {
  name: 'ForbiddenError',
  description: 'The viewer may not do this.',
  interfaces: [ErrorInterface],
});

builder.objectType(DiscussionClosedError, {
  name: 'DiscussionClosedError',
  description: 'The discussion takes no comments.',
  interfaces: [ErrorInterface],
});

builder.objectType(TooDeepError, {
  name: 'TooDeepError',
  description: 'The chain of replies is as long as it may be; answer further up.',
  interfaces: [ErrorInterface],
});

builder.objectType(ConflictError, {
  name: 'ConflictError',
  description:
    'Another input was written under the same `clientMutationId`, or others wrote at the same time until the attempts ran out.',
  interfaces: [ErrorInterface],
});
