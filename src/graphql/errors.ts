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

const MOST_ISSUES = 30; // one for each text of a post, and one for each of its tags

const ErrorCode = builder.enumType('ErrorCode', {
  description: 'The kind of an error that a mutation returns.',
  values: {
    VALIDATION: { description: 'The input is invalid.' },
    NOT_FOUND: {
      description: 'An object that the input refers to does not exist or is withdrawn, or the viewer may not see it.',
    },
    FORBIDDEN: { description: 'The viewer lacks the permission for the mutation.' },
    DISCUSSION_CLOSED: { description: 'The discussion is closed, or its post is not published.' },
    TOO_DEEP: { description: 'The reply would exceed the maximum depth of a thread.' },
    CONFLICT: {
      description:
        'Another input was written under the same `clientMutationId`, or concurrent writes prevented this one.',
    },
  } as const,
});

type ShownCode = (typeof ErrorCode)['$inferType'];

const ErrorInterface = builder.interfaceRef<CodedError>('Error').implement({
  description: 'An error of a mutation that a client can act on.',
  fields: (t) => ({
    code: t.field({
      type: ErrorCode,
      description: 'The kind of the error.',
      // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the classes below carry no other code
      resolve: ({ code }) => code as ShownCode,
    }),
    message: t.exposeString('message', {
      description: 'The description of the error, in English, for people to read.',
    }),
  }),
});

const ValidationIssue = builder.objectRef<Issue>('ValidationIssue').implement({
  description: 'A fault in one field of the input.',
  fields: (t) => ({
    path: t.stringList({
      description: 'The path of the field within the input, outermost segment first.',
      resolve: ({ path }) => [...path],
    }),
    message: t.exposeString('message', {
      description: 'The description of what was expected and what was found, in English, for people to read.',
    }),
  }),
});

builder.objectType(ValidationError, {
  name: 'ValidationError',
  description: 'An error returned when the input is invalid.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    issues: t.field({
      type: [ValidationIssue],
      description: 'The faults that were found.',
      extensions: { mostItems: MOST_ISSUES },
      resolve: ({ issues }) => [...issues],
    }),
  }),
});

builder.objectType(NotFoundError, {
  name: 'NotFoundError',
  description:
    'An error returned when an object that the input refers to does not exist or is withdrawn, or the viewer may not see it.',
  interfaces: [ErrorInterface],
});

builder.objectType(ForbiddenError, {
  name: 'ForbiddenError',
  description: 'An error returned when the viewer lacks the permission for the mutation.',
  interfaces: [ErrorInterface],
});

builder.objectType(DiscussionClosedError, {
  name: 'DiscussionClosedError',
  description: 'An error returned when the discussion is closed, or its post is not published.',
  interfaces: [ErrorInterface],
});

builder.objectType(TooDeepError, {
  name: 'TooDeepError',
  description:
    'An error returned when a reply would exceed the maximum depth of a thread. A reply to a comment further up is still possible.',
  interfaces: [ErrorInterface],
});

builder.objectType(ConflictError, {
  name: 'ConflictError',
  description:
    'An error returned when another input was written under the same `clientMutationId`, or concurrent writes prevented this one. In the second case, the same input can be sent again.',
  interfaces: [ErrorInterface],
});
