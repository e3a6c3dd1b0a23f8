import {
  Kind,
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type OperationDefinitionNode,
  type ExecutionArgs,
  type SelectionNode,
} from 'graphql';

import { resolveOperation } from '../documents/documents.ts';

/**
 * Resumes a subscription after `Last-Event-ID`: its root field's `after` becomes that cursor, whatever the document and the
 * variables say. An `EventSource` that reconnects can send nothing else.
 */
export function resumeAfter<Args extends Pick<ExecutionArgs, 'schema' | 'document' | 'operationName'>>(
  args: Args,
  lastEventId: string | null,
): Args {
  if (lastEventId === null || lastEventId === '') return args;
  const operation = resolveOperation(args.document, args.operationName);
  const fields = args.schema.getSubscriptionType()?.getFields() ?? {};
  const root = findRootField(operation, args.document);
  if (root === null) return args;
  if (!fields[root.name.value]?.args.some(({ name }) => name === 'after')) return args;

  const resumed = {
    ...operation,
    selectionSet: { ...operation.selectionSet, selections: [startAfter(root, lastEventId)] },
  };
  return { ...args, document: replaceOperation(args.document, { from: operation, to: resumed }) };
}

/** The one root field of a valid subscription, which may stand in fragments. */
export function findRootField(operation: OperationDefinitionNode, document: DocumentNode): FieldNode | null {
  let selection: SelectionNode | undefined = operation.selectionSet.selections[0];
  while (selection !== undefined && selection.kind !== Kind.FIELD) {
    const name = selection.kind === Kind.FRAGMENT_SPREAD ? selection.name.value : null;
    const holder =
      selection.kind === Kind.INLINE_FRAGMENT
        ? selection
        : document.definitions.find((other) => other.kind === Kind.FRAGMENT_DEFINITION && other.name.value === name);
    selection = holder !== undefined && 'selectionSet' in holder ? holder.selectionSet.selections[0] : undefined;
  }
  return selection ?? null;
}

function startAfter(field: FieldNode, cursor: string): FieldNode {
  const after: ArgumentNode = {
    kind: Kind.ARGUMENT,
    name: { kind: Kind.NAME, value: 'after' },
    value: { kind: Kind.STRING, value: cursor },
  };
  return { ...field, arguments: [...(field.arguments ?? []).filter(({ name }) => name.value !== 'after'), after] };
}

function replaceOperation(
  document: DocumentNode,
  { from, to }: { from: OperationDefinitionNode; to: OperationDefinitionNode },
): DocumentNode {
  return {
    ...document,
    definitions: document.definitions.map((definition) => (definition === from ? to : definition)),
  };
}
