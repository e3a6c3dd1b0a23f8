import { defaultFieldResolver, getNullableType, GraphQLString, isLeafType, isObjectType, Kind } from 'graphql';
import type { GraphQLField, GraphQLFieldResolver, GraphQLResolveInfo, GraphQLSchema, SelectionSetNode } from 'graphql';
import type { Context } from '../context.ts';
import { isPromise } from './is-promise.ts';

type Resolver = GraphQLFieldResolver<unknown, Context>;

/**
 * Makes every field that returns objects, a list or a text spend the budget of its execution. Resolvers are what every
 * executor calls, so the budget does not depend on which one runs.
 */
export function spendBudget(schema: GraphQLSchema): GraphQLSchema {
  const mutation = schema.getMutationType();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    const fields: readonly GraphQLField<unknown, Context>[] = Object.values(type.getFields());
    for (const field of fields) {
      const resolve = spending(field);
      if (type === mutation) field.resolve = whileWanted(resolve ?? defaultFieldResolver);
      else if (resolve !== null) field.resolve = resolve;
    }
  }
  return schema;
}

/** Null for a leaf that is no text: the object around it has spent for it. */
function spending({ type, resolve = defaultFieldResolver }: GraphQLField<unknown, Context>): Resolver | null {
  const nullable = getNullableType(type);
  if (nullable === GraphQLString) return spendingText(resolve);
  return isLeafType(nullable) ? null : spendingValues(resolve);
}

function spendingText(resolve: Resolver): Resolver {
  return (parent, args, context, info) => {
    const text = resolve(parent, args, context, info);
    if (typeof text === 'string') context.session.budget.spendText(text);
    return text;
  };
}

function spendingValues(resolve: Resolver): Resolver {
  return (parent, args, context, info) => {
    const value = resolve(parent, args, context, info);
    return isPromise(value)
      ? value.then(
          (found) => afterTurn(found, { context, info }),
          (error: unknown) => failAfterTurn(error, { context, info }),
        )
      : afterTurn(value, { context, info });
  };
}

/** The value, once the execution has its turn to complete it. */
function afterTurn(
  value: unknown,
  { context, info }: { readonly context: Context; readonly info: GraphQLResolveInfo },
): unknown {
  const objects = Array.isArray(value) ? value.length : 1;
  const turn = context.session.budget.spend(1 + objects * countFields(info));
  return turn === undefined ? value : turn.then(() => value);
}

/** What an error takes: its places in the document are looked up, one for each time that its field is selected. */
const VALUES_OF_ERROR = 10;

async function failAfterTurn(
  error: unknown,
  { context, info }: { readonly context: Context; readonly info: GraphQLResolveInfo },
): Promise<never> {
  await context.session.budget.spend(VALUES_OF_ERROR * info.fieldNodes.length);
  throw error;
}

/** A root field of a mutation does not begin when nobody wants its result any more, or the time is over. */
function whileWanted(resolve: Resolver): Resolver {
  return (parent, args, context, info) => {
    context.session.budget.requireWanted();
    return resolve(parent, args, context, info);
  };
}

const counts = new WeakMap<SelectionSetNode, number>();

/** The fields that are selected of each object, whatever its type. */
function countFields({ fieldNodes, fragments }: GraphQLResolveInfo): number {
  let count = 0;
  for (const { selectionSet } of fieldNodes)
    count += selectionSet === undefined ? 1 : countSelected(selectionSet, fragments);
  return count;
}

function countSelected(selectionSet: SelectionSetNode, fragments: GraphQLResolveInfo['fragments']): number {
  const known = counts.get(selectionSet);
  if (known !== undefined) return known;

  let count = 0;
  for (const selection of selectionSet.selections) {
    const held = selection.kind === Kind.FRAGMENT_SPREAD ? fragments[selection.name.value] : selection;
    if (held?.kind === Kind.FIELD) count += 1;
    else if (held !== undefined) count += countSelected(held.selectionSet, fragments);
  }
  counts.set(selectionSet, count);
  return count;
}
