import { getNamedType, isInterfaceType, isObjectType, Kind, OperationTypeNode } from 'graphql';
import type { GraphQLNamedType, GraphQLResolveInfo, OperationDefinitionNode, SelectionSetNode } from 'graphql';
import type { CommentColumns, CommentSelection } from '../../data/reads/comment-selection.ts';
import type { PostColumns } from '../../data/reads/post-rows.ts';

/** The columns that an operation selects of comments and of posts. */
interface SelectedColumns {
  readonly comment: CommentColumns;
  /** What is selected of every parent of a comment, where it is read with the comment. */
  readonly parents: Exclude<CommentSelection['parents'], 'NONE'>;
  readonly post: PostColumns;
}

/** The fields of a comment that need none of the columns that are read only where they are selected, nor anything else. */
const OF_HEAD: readonly string[] = [
  '__typename',
  'id',
  'number',
  'status',
  'subject',
  'createdAt',
  'replyCount',
  'parent',
];

/** The fields that need the voice of a guest. */
const OF_VOICE: readonly string[] = [
  'Comment.viewerCanEdit',
  'Comment.viewerCanDelete',
  'Comment.decision',
  'Comment.voiceId',
  'Commenter.avatarUrl',
  'Guest.avatarUrl',
];

const known = new WeakMap<OperationDefinitionNode, SelectedColumns>();

/**
 * The columns that are selected anywhere in the operation, whatever its variables leave out. All of its fields read the same
 * ones, so that what one of them has read serves the others. A document that comes again is read once.
 */
export function selectedColumns(info: GraphQLResolveInfo): SelectedColumns {
  const found = known.get(info.operation);
  if (found !== undefined) return found;

  const { names: fields, ofParents } = new FieldNames(info).ofOperation();
  // What one field of a mutation has read, the next one may decide by.
  const isWrite = info.operation.operation === OperationTypeNode.MUTATION;
  const has = (field: string) => fields.has(field);
  const columnsOf = (type: string) => ({
    author: has(`${type}.author`),
    body: has(`${type}.body`),
    bodyHtml: has(`${type}.bodyHtml`),
  });
  const comment = {
    ...columnsOf('Comment'),
    path: isWrite || has('Comment.path') || has('Comment.depth') || has('Comment.isLocked'),
    editedAt: isWrite || has('Comment.editedAt'),
    voiceHash: isWrite || OF_VOICE.some(has),
  };
  const isOfHead = !isWrite && [...ofParents].every((name) => OF_HEAD.includes(name));
  const parents = isOfHead ? ('HEADS' as const) : ('WHOLE' as const);
  const reactions = ['reactionsVersion', 'firstWord', 'lastWord', 'lockedNumbers'].some((field) =>
    has(`Post.${field}`),
  );
  const columns = { comment, parents, post: { ...columnsOf('Post'), reactions } };
  known.set(info.operation, columns);
  return columns;
}

/** One walk through an operation that collects the fields it selects, as `Comment.body`. */
class FieldNames {
  readonly #info: GraphQLResolveInfo;
  readonly #names = new Set<string>();
  readonly #ofParents = new Set<string>();
  readonly #spread = new Set<string>();

  constructor(info: GraphQLResolveInfo) {
    this.#info = info;
  }

  /** @returns also the fields of parents of comments, in which `...` stands for a fragment. */
  ofOperation(): { readonly names: ReadonlySet<string>; readonly ofParents: ReadonlySet<string> } {
    const { schema, operation } = this.#info;
    const root = schema.getRootType(operation.operation);
    if (root) this.#read(operation.selectionSet, root);
    return { names: this.#names, ofParents: this.#ofParents };
  }

  #read({ selections }: SelectionSetNode, type: GraphQLNamedType): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) this.#readFragment(selection.name.value);
      else if (selection.kind === Kind.INLINE_FRAGMENT) {
        this.#read(selection.selectionSet, this.#typeOf(selection.typeCondition?.name.value) ?? type);
      } else {
        this.#names.add(`${type.name}.${selection.name.value}`);
        const { selectionSet } = selection;
        const fields = isObjectType(type) || isInterfaceType(type) ? type.getFields() : {};
        const field = fields[selection.name.value];
        if (type.name === 'Comment' && field?.name === 'parent') this.#readParent(selectionSet);
        if (selectionSet && field) this.#read(selectionSet, getNamedType(field.type));
      }
    }
  }

  #readParent(selectionSet: SelectionSetNode | undefined): void {
    for (const selection of selectionSet?.selections ?? []) {
      this.#ofParents.add(selection.kind === Kind.FIELD ? selection.name.value : '...');
    }
  }

  /** A fragment selects the same wherever it is spread. */
  #readFragment(name: string): void {
    const fragment = this.#info.fragments[name];
    const type = this.#typeOf(fragment?.typeCondition.name.value);
    if (this.#spread.has(name) || fragment === undefined || type === undefined) return;
    this.#spread.add(name);
    this.#read(fragment.selectionSet, type);
  }

  #typeOf(name: string | undefined): GraphQLNamedType | undefined {
    return name === undefined ? undefined : this.#info.schema.getType(name);
  }
}
