import {
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  OperationTypeNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Limits } from '../../config/limits.ts';
import { CodedError } from '../../errors/coded-error.ts';
import { mapFragments } from '../documents/fragments.ts';
import { findShape } from './field-shape.ts';
import { Introspection, isIntrospection } from './introspection.ts';
import { isLeftOut, readArgument, readVariables, type Variables } from './variables.ts';

interface PriceOptions {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
  readonly limits: Pick<Limits, 'price' | 'replies' | 'eventPrice'>;
}

/** The objects that a selection is made of. */
interface Parents {
  /** The largest number of them, counting nested replies up to the number that may be read. */
  readonly most: number;
  /** The same without nested replies, which are charged when they are read. */
  readonly priced: number;
  /** The items of the page, in a connection. */
  readonly page: Page;
}

interface Page {
  readonly size: number;
  readonly isPricedWhenRead: boolean;
}

const DEFAULT_PAGE = 20; // items, where neither `first` nor `last` is given
const LARGEST_PAGE = 100; // items; a larger one is refused by its field, under a code of its own
const NO_PAGE: Page = { size: 1, isPricedWhenRead: false };
const ENOUGH = 50; // times the limit, above which counting on tells nothing new

/**
 * Counts the objects that an operation can return, or one event of a subscription. A list holds what its arguments or its
 * declaration allow, multiplied by the lists around it; a single object counts as one. Connections, the nodes of edges and the position of a page do not count
 * beside the items. Nested replies count as nothing here: they are charged as they are read. Introspection costs each value that it
 * returns, because nothing bounds its execution.
 *
 * @throws {CodedError} `QUERY_TOO_COMPLEX`, with the price and the limit.
 */
export function requirePrice(options: PriceOptions): number {
  const isSubscription = options.operation.operation === OperationTypeNode.SUBSCRIPTION;
  const limits = isSubscription ? boundEvent(options.limits) : options.limits;
  const price = new Pricing({ ...options, limits }).priceOperation();
  if (price <= limits.price) return price;
  const expected = isSubscription ? 'a subscription whose events each return' : 'an operation that can return';
  throw new CodedError(
    'QUERY_TOO_COMPLEX',
    `Expected ${expected} at most ${limits.price} objects; found one that can return ${price} or more. Ask for smaller pages.`,
    { price, limit: limits.price },
  );
}

/** The limits of one event of a subscription: it is paid for once, and executed as often as something happens. */
export function boundEvent<Bounds extends PriceOptions['limits']>(limits: Bounds): Bounds {
  const most = Math.min(limits.eventPrice, limits.price);
  return { ...limits, price: most, replies: Math.min(limits.replies, most) };
}

/** One walk through an operation. */
class Pricing {
  readonly #options: PriceOptions;
  readonly #variables: Variables;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #enough: number;
  readonly #introspection: Introspection;
  // The same selection of as many objects costs the same: fragments within fragments are priced once.
  readonly #known = new Map<SelectionSetNode, Map<string, number>>();

  constructor(options: PriceOptions) {
    const { document, operation, variables, limits } = options;
    this.#options = options;
    this.#variables = readVariables(operation, variables);
    this.#enough = limits.price * ENOUGH;
    this.#fragments = mapFragments(document);
    this.#introspection = new Introspection({
      ...{ schema: options.schema, fragments: this.#fragments, variables: this.#variables },
      enough: limits.price,
    });
  }

  priceOperation(): number {
    const { schema, operation } = this.#options;
    const root = schema.getRootType(operation.operation);
    if (!root) return 0;
    return Math.min(
      this.#enough,
      this.#priceSelection(operation.selectionSet, root, { most: 1, priced: 1, page: NO_PAGE }),
    );
  }

  #priceSelection(selectionSet: SelectionSetNode, type: GraphQLNamedType, parents: Parents): number {
    const known = this.#known.get(selectionSet) ?? new Map<string, number>();
    this.#known.set(selectionSet, known);
    const { most, priced, page } = parents;
    const key = `${most} ${priced} ${page.size} ${page.isPricedWhenRead}`;
    const found = known.get(key);
    if (found !== undefined) return found;

    let price = 0;
    for (const selection of selectionSet.selections) {
      if (price > this.#enough) break;
      if (isLeftOut(selection, this.#variables)) continue;
      if (selection.kind === Kind.FIELD) {
        price += this.#priceField(selection, type, parents);
        continue;
      }
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : this.#fragments.get(selection.name.value);
      const condition = fragment?.typeCondition?.name.value;
      const fragmentType = condition === undefined ? type : this.#options.schema.getType(condition);
      if (fragment && fragmentType) price += this.#priceSelection(fragment.selectionSet, fragmentType, parents);
    }
    known.set(key, price);
    return price;
  }

  #priceField(node: FieldNode, type: GraphQLNamedType, parents: Parents): number {
    if (isIntrospection(node)) return this.#introspection.count(node);
    const field = this.#findField(node.name.value, type);
    if (field === null) return 0;

    const { own, children } = this.#multiply(node, field, { type, parents });
    const { selectionSet } = node;
    return (
      own + (selectionSet === undefined ? 0 : this.#priceSelection(selectionSet, getNamedType(field.type), children))
    );
  }

  /** The price of a field's own objects, and what its selection is multiplied by. */
  #multiply(
    node: FieldNode,
    field: GraphQLField<unknown, unknown>,
    { type, parents }: { type: GraphQLNamedType; parents: Parents },
  ): { own: number; children: Parents } {
    const { most, priced, page } = parents;
    const list = (size: number) => ({
      own: most * Math.max(size, 1), // an empty list takes a read, too
      children: { most: most * size, priced: most * size, page: NO_PAGE },
    });
    const argument = (name: string) => readArgument(node, name, this.#variables);
    const shape = findShape(field, type);
    switch (shape.kind) {
      case 'free':
        return { own: 0, children: { ...parents, page: NO_PAGE } };
      case 'single':
        return { own: priced, children: { ...parents, page: NO_PAGE } };
      case 'connection':
        return {
          own: 0,
          children: { most, priced, page: { size: readPageSize(argument), isPricedWhenRead: shape.isPricedWhenRead } },
        };
      case 'list':
        return list(typeof shape.mostItems === 'number' ? shape.mostItems : shape.mostItems(argument));
      case 'items': {
        if (!page.isPricedWhenRead) return list(page.size);
        const rows = Math.min(most * page.size, this.#options.limits.replies);
        return { own: 0, children: { most: rows, priced, page: NO_PAGE } };
      }
    }
  }

  #findField(name: string, type: GraphQLNamedType): GraphQLField<unknown, unknown> | null {
    return isObjectType(type) || isInterfaceType(type) ? (type.getFields()[name] ?? null) : null;
  }
}

function readPageSize(argument: (name: string) => unknown): number {
  const given = [argument('first'), argument('last')].filter((size) => typeof size === 'number');
  return given.length === 0 ? DEFAULT_PAGE : Math.min(Math.max(...given, 0), LARGEST_PAGE);
}
