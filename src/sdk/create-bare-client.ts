import type { ClientOptions, RequestOptions } from './client-options.ts';
import { sendCreation } from './http/send-creation.ts';
import { sendRequest } from './http/send-request.ts';
import { readSettings } from './settings.ts';
import type { Stream, StreamOptions } from './streams/stream.ts';
import { createSubscriber } from './streams/subscriber.ts';
import { isQuery, readDocument, readVariables, type TypedDocument } from './typed-document.ts';

/** A client without a call for each operation. A bundle then has only those documents that it imports. */
export interface BareClient {
  /** Sends a query or a mutation. */
  request<TResult, TVariables>(
    document: TypedDocument<TResult, TVariables>,
    variables: NoInfer<TVariables>,
    options?: RequestOptions,
  ): Promise<TResult>;

  /** Sends a mutation that creates something, under a `clientMutationId`, as `createComment` of a whole client does. */
  create<TResult, TInput extends { readonly clientMutationId?: string | null | undefined }>(
    document: TypedDocument<TResult, { input: TInput }>,
    variables: { readonly input: NoInfer<TInput> },
    options?: RequestOptions,
  ): Promise<TResult>;

  /**
   * Follows a subscription. It resumes without a loss when it selects the `cursor` of its event and declares the variable
   * `$after`. Without a value of `$after` it also begins without a loss when its post is the variable `$postId`, or when its
   * field is `newComments`.
   */
  subscribe<TResult, TVariables>(
    document: TypedDocument<TResult, TVariables>,
    variables: NoInfer<TVariables>,
    options?: StreamOptions,
  ): Stream<TResult>;

  /** Ends all streams, and closes their connection. The client can be used again. */
  close(): void;
}

/**
 * Makes a client that knows no documents of its own. It sends nothing before its first call.
 *
 * @example
 * const client = createBareClient({ url: 'http://localhost:4000/graphql' });
 * const { posts } = await client.request(FrontPageDocument, { first: 10 });
 */
export function createBareClient(options: ClientOptions): BareClient {
  const settings = readSettings(options);
  const { subscribe, close } = createSubscriber(settings);
  return {
    request(document, variables, { signal, retry } = {}) {
      const sent = readDocument(document);
      const isRead = isQuery(sent.query);
      return sendRequest(settings, {
        ...sent,
        variables: readVariables(variables),
        isRead,
        retry: retry ?? isRead,
        signal,
      });
    },
    create: (document, { input }, given) => sendCreation(settings, document, { input, ...given }),
    subscribe,
    close,
  };
}
