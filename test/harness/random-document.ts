import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';

/** What random documents are made of, besides the schema. */
interface RandomDocuments {
  readonly schema: GraphQLSchema;
  /** 0 to below 1. */
  random(): number;
  /** Texts that an argument or an input field of this name and type may take. */
  textsFor(name: string, type: string): readonly string[];
}

interface RandomDocument {
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const INTS = [0, 1, 2, 3, 5, 20, 50, 100, 100, -1, 101, 2 ** 31 - 1];

/** A random operation that is valid by the schema. Its arguments may be out of range, and its ids may name nothing. */
export function makeRandomDocument(options: RandomDocuments): RandomDocument {
  return new DocumentMaker(options).make();
}

class DocumentMaker {
  readonly #options: RandomDocuments;
  readonly #variables = new Map<string, { type: string; value: unknown }>();
  readonly #fragments: string[] = [];
  #left: number;
  #aliases = 0;

  constructor(options: RandomDocuments) {
    this.#options = options;
    this.#left = 5 + Math.floor(options.random() * 120); // fields
  }

  make(): RandomDocument {
    const { schema, random } = this.#options;
    const kind = random() < 0.75 ? 'query' : random() < 0.8 ? 'mutation' : 'subscription';
    const root =
      kind === 'query'
        ? schema.getQueryType()
        : kind === 'mutation'
          ? schema.getMutationType()
          : schema.getSubscriptionType();
    if (!root) throw new Error(`Expected the schema to have a ${kind}.`);
    const selection =
      kind === 'subscription'
        ? `{ ${this.#field(this.#pick(Object.values(root.getFields())), 12)} }`
        : this.#selection(root, 12);
    const variables = [...this.#variables];
    const definitions = variables.map(([name, { type }]) => `$${name}: ${type}`).join(', ');
    return {
      kind,
      query: [`${kind} ${definitions === '' ? '' : `(${definitions})`} ${selection}`, ...this.#fragments].join('\n'),
      variables: Object.fromEntries(variables.map(([name, { value }]) => [name, value])),
    };
  }

  #selection(type: GraphQLNamedType, levels: number): string {
    if (isAbstractType(type)) {
      const members = this.#options.schema.getPossibleTypes(type);
      return `{ __typename ${members
        .filter(() => this.#chance(0.6))
        .map((member) => `... on ${member.name} ${this.#selection(member, levels)}`)
        .join(' ')} }`;
    }
    if (!isObjectType(type)) return '{ __typename }';

    const fields = Object.values(type.getFields()).filter(
      (field) => levels > 1 || !isCompositeType(getNamedType(field.type)),
    );
    const chosen = fields.filter(({ name }) =>
      this.#chance(['nodes', 'edges', 'node'].includes(name) ? 0.8 : 3 / fields.length),
    );
    const parts = chosen.flatMap((field) => ((this.#left -= 1) > 0 ? [this.#field(field, levels)] : []));
    const body = `{ __typename ${parts.join(' ')} }`;
    if (!this.#chance(0.1) || this.#fragments.length > 20) return body;

    const name = `F${this.#fragments.length}`;
    this.#fragments.push(`fragment ${name} on ${type.name} ${body}`);
    return `{ ...${name} }`;
  }

  #field(field: GraphQLField<unknown, unknown>, levels: number): string {
    const args = field.args
      .filter((arg) => isNonNullType(arg.type) || this.#chance(0.35))
      .map((arg) => this.#argument(arg));
    // Fields of one name and other arguments cannot be merged.
    const alias = args.length > 0 && this.#aliases < 28 ? `a${(this.#aliases += 1)}: ` : '';
    if (alias === '' && args.length > 0) return '__typename';
    const directive = this.#chance(0.03) ? ` @include(if: ${this.#chance(0.5)})` : '';
    const type = getNamedType(field.type);
    const selection = isCompositeType(type) ? ` ${this.#selection(type, levels - 1)}` : '';
    return `${alias}${field.name}${args.length === 0 ? '' : `(${args.join(', ')})`}${directive}${selection}`;
  }

  #argument(arg: GraphQLArgument): string {
    const value = this.#value(arg, arg.type);
    // A lone surrogate can stand in JSON, and in no document.
    const isWritable = !/\\ud[89a-f]/.test(JSON.stringify(value));
    if (isWritable && this.#chance(0.7)) return `${arg.name}: ${this.#literal(value, arg.type)}`;
    const name = `v${this.#variables.size}`;
    this.#variables.set(name, { type: String(arg.type), value });
    return `${arg.name}: $${name}`;
  }

  #value({ name }: GraphQLArgument | GraphQLInputField, whole: GraphQLInputType): unknown {
    if (!isNonNullType(whole) && this.#chance(0.1)) return null;
    const type = getNullableType(whole);
    if (isListType(type)) {
      return Array.from({ length: Math.floor(this.#options.random() * 6) }, () =>
        this.#value({ name } as GraphQLArgument, type.ofType),
      );
    }
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields());
      const chosen = type.isOneOf
        ? [this.#pick(fields)]
        : fields.filter((field) => isNonNullType(field.type) || this.#chance(0.5));
      return Object.fromEntries(
        chosen.map((field) => [
          field.name,
          type.isOneOf ? (this.#value(field, field.type) ?? '') : this.#value(field, field.type),
        ]),
      );
    }
    if (isEnumType(type)) return this.#pick(type.getValues()).name;
    if (type.name === 'Int') return this.#pick(INTS);
    if (type.name === 'Boolean') return this.#chance(0.5);
    return this.#pick(this.#options.textsFor(name, type.name));
  }

  #literal(value: unknown, whole: GraphQLInputType): string {
    const type = getNullableType(whole);
    if (value === null) return 'null';
    if (isListType(type) && Array.isArray(value))
      return `[${value.map((item) => this.#literal(item, type.ofType)).join(', ')}]`;
    if (isInputObjectType(type) && typeof value === 'object') {
      const fields = type.getFields();
      return `{ ${Object.entries(value)
        .flatMap(([name, part]) => (fields[name] ? [`${name}: ${this.#literal(part, fields[name].type)}`] : []))
        .join(', ')} }`;
    }
    return isEnumType(type) ? String(value) : JSON.stringify(value);
  }

  #pick<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(this.#options.random() * items.length)];
    if (item === undefined) throw new Error('Expected something to choose from.');
    return item;
  }

  #chance(share: number): boolean {
    return this.#options.random() < share;
  }
}
