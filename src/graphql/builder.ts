import SchemaBuilder from '@pothos/core';
import ErrorsPlugin from '@pothos/plugin-errors';
import PrismaPlugin from '@pothos/plugin-prisma';
import RelayPlugin from '@pothos/plugin-relay';
import type PrismaTypes from '../generated/pothos-types.ts';
import { getDatamodel } from '../generated/pothos-types.ts';
import { encodeGlobalId } from '../relay/global-id.ts';
import type { Context } from './context.ts';
import { toIsoTime } from '../text/iso-time.ts';
import { parseRfc3339 } from '../text/parse-rfc3339.ts';

/** The builder that every file of this floor adds its part to. */
export const builder = new SchemaBuilder<{
  Context: Context;
  PrismaTypes: PrismaTypes;
  DefaultFieldNullability: false;
  DefaultEdgesNullability: { list: false; items: false };
  DefaultNodeNullability: false;
  Scalars: {
    DateTime: { Input: Date; Output: Date };
    ID: { Input: string; Output: string };
  };
  Connection: { readonly totalCount: () => number | Promise<number> };
}>({
  plugins: [ErrorsPlugin, RelayPlugin, PrismaPlugin],
  defaultFieldNullability: false,
  errors: { directResult: true, defaultTypes: [] },
  prisma: {
    client: ({ session }) => session.database.prisma,
    dmmf: getDatamodel(),
    onUnusedQuery: null,
  },
  relay: {
    cursorType: 'String',
    encodeGlobalID: (type, id) => encodeGlobalId(type, String(id)),
    // Ids are read by the use cases: garbage is null there, where the plugin would throw.
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    nodesOnConnection: { description: 'The items of this page, without their cursors.' },
    idFieldOptions: { description: 'The globally unique, opaque ID of the object. `node` finds the object by it.' },
    nodeTypeOptions: { description: 'An object with a globally unique ID.' },
    pageInfoTypeOptions: {
      description: 'The position of a page in its list, as the Relay Cursor Connections Specification defines it.',
    },
    hasNextPageFieldOptions: { description: 'Whether more items follow this page.' },
    hasPreviousPageFieldOptions: { description: 'Whether there are items before this page.' },
    startCursorFieldOptions: {
      description: 'The cursor of the first item of the page. Is null when the page is empty.',
    },
    endCursorFieldOptions: { description: 'The cursor of the last item of the page. Is null when the page is empty.' },
    cursorFieldOptions: {
      description:
        'The cursor of the item, for `after` and `before` of the same list. Other lists refuse it with `BAD_CURSOR`.',
    },
    pageInfoFieldOptions: { description: 'The position of the page in its list.' },
    edgesFieldOptions: { description: 'The items of this page, each with its cursor.' },
    nodeFieldOptions: { description: 'The item.' },
    firstArgOptions: {
      description:
        'The number of items to return from the beginning of the list, or after `after`, from 0 to 100. Defaults to 20. Cannot be combined with `last` or `before`.',
    },
    afterArgOptions: {
      description: 'The cursor after which to return items. Cannot be combined with `last` or `before`.',
    },
    lastArgOptions: {
      description:
        'The number of items to return from the end of the list, or before `before`, from 0 to 100. Defaults to 20 when `before` is given. Cannot be combined with `first` or `after`.',
    },
    beforeArgOptions: {
      description: 'The cursor before which to return items. Cannot be combined with `first` or `after`.',
    },
  },
});

builder.queryType({
  description:
    'The queries of the API. None of them requires an account.\n\n' +
    '**Cursors.** Every list takes a cursor as `after` or `before`. `Post.cursor` is the place in the log at which a query was answered: a subscription that starts after it continues exactly there, without losing or repeating a comment.\n\n' +
    '**Voices.** A guest needs no account. A guest who sends a secret of their own in the `Colloquy-Voice` header, 22 to 128 characters of A–Z, a–z, 0–9, _ and -, can edit, withdraw and safely retry what they wrote. Only a keyed hash of it is stored.\n\n' +
    '**Errors.** What a client can act on is a typed member of a mutation’s result. Everything else is in `errors`, with a code in `extensions.code`; arguments that are out of range or cannot be combined are refused with `BAD_USER_INPUT`.',
});
builder.mutationType({
  description:
    'The mutations of the API. Each returns its payload or a typed error that a client can act on; every other failure is reported in `errors`, and the field is null.',
});
builder.subscriptionType({
  description:
    'The subscriptions of the API, delivered over graphql-transport-ws or as server-sent events. A cursor that is malformed or belongs to another post or stream is refused with `BAD_CURSOR`, and one past the end of what is stored with `CURSOR_EXPIRED`.',
});

export const DateTime = builder.scalarType('DateTime', {
  description:
    'A date and time in UTC, formatted according to RFC 3339 with milliseconds, such as `2026-11-23T19:10:08.000Z`.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  serialize: toIsoTime,
  extensions: { isPlainText: true },
  parseValue: (value) => {
    const moment = typeof value === 'string' ? parseRfc3339(value) : null;
    if (moment === null) throw new TypeError('Expected a date and time in the format of RFC 3339.');
    return moment;
  },
});
