import {
  getArgumentValues,
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isObjectType,
  Kind,
} from 'graphql';
import type { FieldNode, GraphQLResolveInfo, SelectionNode, SelectionSetNode } from 'graphql';
import type { CommentSelection } from '../../data/reads/comment-selection.ts';
import { readFirstSize } from '../../relay/page.ts';
import { selectedColumns } from './selected-columns.ts';

/** What a field that returns a page of comments is asked for, as the use cases take it. */
export function selectComments(info: GraphQLResolveInfo): CommentSelection {
  const comments = itemsOf(info.fieldNodes, info);
  const { comment: columns, parents } = selectedColumns(info);
  const hasParents = info.fieldName === 'comments' && findFields(comments, { name: 'parent', info }).length > 0;
  return {
    columns,
    parents: hasParents ? parents : 'NONE',
    replies: readSizes(comments, info),
  };
}

/**
 * The sizes of the pages of replies, level by level. Where a level has pages of several kinds, it is the first that begins at
 * the beginning, by number; the others are read when their fields are resolved.
 */
function readSizes(comments: readonly SelectionSetNode[], info: GraphQLResolveInfo): number[] {
  const sizes: number[] = [];
  for (let level = comments; ;) {
    const pages = findFields(level, { name: 'replies', info }).map((node) => ({ node, size: readSize(node, info) }));
    const size = pages.find((page) => page.size !== null)?.size ?? null;
    if (size === null) return sizes;

    sizes.push(size);
    const planned = pages.filter((page) => page.size === size);
    level = itemsOf(
      planned.map(({ node }) => node),
      info,
    );
  }
}

function readSize(node: FieldNode, { schema, variableValues }: GraphQLResolveInfo): number | null {
  const comment = schema.getType('Comment');
  const field = isObjectType(comment) ? comment.getFields()['replies'] : undefined;
  if (field === undefined) return null;
  const args = getArgumentValues(field, node, variableValues);
  return args['order'] === 'TOP' ? null : readFirstSize(args);
}

/** What is selected of the items of a connection, by `nodes` and by `edges`. */
function itemsOf(connections: readonly FieldNode[], info: GraphQLResolveInfo): SelectionSetNode[] {
  const within = selectionsOf(connections);
  const nodes = findFields(within, { name: 'nodes', info });
  const edges = selectionsOf(findFields(within, { name: 'edges', info }));
  return selectionsOf([...nodes, ...findFields(edges, { name: 'node', info })]);
}

function selectionsOf(fields: readonly FieldNode[]): SelectionSetNode[] {
  return fields.flatMap(({ selectionSet }) => (selectionSet === undefined ? [] : [selectionSet]));
}

interface FieldQuery {
  readonly name: string;
  readonly info: GraphQLResolveInfo;
}

/** The fields of a name, also those in fragments, without those that the variables leave out. Each fragment is read once. */
function findFields(selectionSets: readonly SelectionSetNode[], { name, info }: FieldQuery): FieldNode[] {
  const found: FieldNode[] = [];
  const spread = new Set<string>();
  const left = [...selectionSets];
  for (let set = left.shift(); set !== undefined; set = left.shift()) {
    for (const selection of set.selections) {
      if (isLeftOut(selection, info)) continue;
      if (selection.kind === Kind.FIELD) {
        if (selection.name.value === name) found.push(selection);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) left.push(selection.selectionSet);
      else if (!spread.has(selection.name.value)) {
        spread.add(selection.name.value);
        const fragment = info.fragments[selection.name.value];
        if (fragment !== undefined) left.push(fragment.selectionSet);
      }
    }
  }
  return found;
}

function isLeftOut(selection: SelectionNode, { variableValues }: GraphQLResolveInfo): boolean {
  if (selection.directives === undefined || selection.directives.length === 0) return false;
  const skip = getDirectiveValues(GraphQLSkipDirective, selection, variableValues);
  const include = getDirectiveValues(GraphQLIncludeDirective, selection, variableValues);
  return skip?.['if'] === true || include?.['if'] === false;
}
