import { valueFromASTUntyped, type DocumentNode, type FieldNode, type GraphQLSchema } from 'graphql';
import type { Subject } from '../../data/shared/discussion-states.ts';
import { KeptAnswer, type KeptAnswers } from '../../domain/kept-answers.ts';
import { decodeIdOf } from '../../relay/global-id.ts';
import { isNobody, type Identity } from '../../session/session.ts';
import { isSlug } from '../../text/slug.ts';
import { writeResult, type WrittenResult } from '../executor/json-text.ts';
import { findOnlyPost } from './find-only-post.ts';
import { toResult } from './kept-result.ts';

interface ReuseOptions {
  readonly schema: GraphQLSchema;
  readonly answers: KeptAnswers;
}

/** A query that was found to be valid. */
interface Query {
  readonly document: DocumentNode;
  readonly variables: Readonly<Record<string, unknown>> | null | undefined;
  readonly identity: Identity;
  /** Stands for the document and its variables; null where they are not remembered. */
  readonly key: string | null;
}

/** Answers queries about one discussion, of clients that are nobody, with what was answered before, while it is true. */
export class Reuse {
  readonly #options: ReuseOptions;
  readonly #posts = new WeakMap<DocumentNode, FieldNode | null>();

  constructor(options: ReuseOptions) {
    this.#options = options;
  }

  /** @param run executes the query, where no answer can be used again. */
  async run(query: Query, run: () => Promise<WrittenResult>): Promise<WrittenResult> {
    const { key } = query;
    const subject = key === null ? null : this.#findSubject(query);
    const wish = key === null || subject === null ? null : { key, subject };
    const answer = await this.#options.answers.answer(wish, {
      make: run,
      textOf: (result) => (result.errors === undefined ? writeResult(result) : null),
    });
    return answer instanceof KeptAnswer ? toResult(answer) : answer;
  }

  #findSubject({ document, variables, identity }: Query): Subject | null {
    if (!isNobody(identity)) return null;
    const by = this.#findPost(document)?.arguments?.find(({ name }) => name.value === 'by');
    const value: unknown = by && valueFromASTUntyped(by.value, variables);
    if (typeof value !== 'object' || value === null) return null;
    if ('slug' in value && typeof value.slug === 'string') return isSlug(value.slug) ? { slug: value.slug } : null;
    if ('url' in value && typeof value.url === 'string') return { url: value.url };
    const id = 'id' in value && typeof value.id === 'string' ? decodeIdOf('Post', value.id) : null;
    return id === null ? null : { id };
  }

  #findPost(document: DocumentNode): FieldNode | null {
    const known = this.#posts.get(document);
    if (known !== undefined) return known;
    const found = findOnlyPost(this.#options.schema, document);
    this.#posts.set(document, found);
    return found;
  }
}
