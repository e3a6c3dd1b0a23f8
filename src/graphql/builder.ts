import SchemaBuilder from '@pothos/core';
import ErrorsPlugin from '@pothos/plugin-errors';
import PrismaPlugin from '@pothos/plugin-prisma';
import RelayPlugin from '@pothos/plugin-relay';
import type PrismaTypes from '../generated/pothos-types.ts';
import { getDatamodel } from '../generated/pothos-types.ts';
import { encodeGlobalId } from '../relay/global-id.ts';
import type { Context } from './context.ts';

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
    nodesOnConnection: { description: 'These are the rows of this page without their cursors.' },
    idFieldOptions: { description: 'This id is opaque and unique over all types; `node` finds what it names.' },
    nodeTypeOptions: { description: 'A node can be found again by its id.' },
    pageInfoTypeOptions: {
      description: 'This says where a page stands in its list, as the Relay Cursor Connections specification has it.',
    },
    hasNextPageFieldOptions: { description: 'This says whether rows follow this page.' },
    hasPreviousPageFieldOptions: { description: 'This says whether rows stand before this page.' },
    startCursorFieldOptions: { description: 'This is the cursor of the first row; it is null on an empty page.' },
    endCursorFieldOptions: { description: 'This is the cursor of the last row; it is null on an empty page.' },
    cursorFieldOptions: { description: 'This is the place of the row in its list; `after` and `before` take it.' },
    pageInfoFieldOptions: { description: 'This says where the page stands in the list.' },
    edgesFieldOptions: { description: 'These are the rows of this page with their cursors.' },
    nodeFieldOptions: { description: 'This is the row itself.' },
    firstArgOptions: {
      description: 'This asks for so many rows from the beginning, or after `after`: 0 to 100, and 20 by default.',
    },
    afterArgOptions: { description: 'Only rows after this cursor are given; it goes with `first`.' },
    lastArgOptions: {
      description: 'This asks for so many rows from the end, or before `before`: 0 to 100. It excludes `first`.',
    },
    beforeArgOptions: { description: 'Only rows before this cursor are given; it goes with `last`.' },
  },
});

builder.queryType({ description: 'Everything that can be read stands here, and nothing of it needs an account.' });
builder.mutationType({
  description:
    'Everything that can be written stands here. What a client can act on is a typed member of the result; all else stands in `errors`.',
});
builder.subscriptionType({
  description:
    'Everything that can be followed as it happens stands here: over graphql-transport-ws or as server-sent events.',
});

export const DateTime = builder.scalarType('DateTime', {
  description: 'A moment is given in UTC, written as RFC 3339 says, to the millisecond: `2026-11-23T19:10:08.000Z`.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  serialize: (moment) => moment.toISOString(),
  parseValue: (value) => {
    const moment = new Date(typeof value === 'string' ? value : Number.NaN);
    if (Number.isNaN(moment.getTime())) throw new TypeError('Expected a moment as RFC 3339 writes it.');
    return moment;
  },
});
