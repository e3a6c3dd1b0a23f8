import type { RequestOptions } from '../client-options.ts';
import { createRandomKey } from '../credentials.ts';
import type { Settings } from '../settings.ts';
import { readDocument, type TypedDocument } from '../typed-document.ts';
import { sendRequest } from './send-request.ts';

interface CreationInput {
  readonly clientMutationId?: string | null | undefined;
}

/**
 * Sends a mutation that creates something. With an account or a voice it carries a `clientMutationId`, by which the service
 * recognises a repetition; so it is safe to send again.
 */
export async function sendCreation<TResult, TInput extends CreationInput>(
  settings: Settings,
  document: TypedDocument<TResult, { input: TInput }>,
  { input, signal, retry }: { input: NoInfer<TInput> } & RequestOptions,
): Promise<TResult> {
  const credentials = await settings.findCredentials();
  const isIdentified = Object.keys(credentials).length > 0;
  const key = input.clientMutationId === undefined && isIdentified ? createRandomKey(16) : input.clientMutationId;

  return await sendRequest(settings, {
    ...readDocument(document),
    variables: { input: { ...input, clientMutationId: key } },
    retry: retry ?? (isIdentified && typeof key === 'string'),
    signal,
    credentials,
  });
}
