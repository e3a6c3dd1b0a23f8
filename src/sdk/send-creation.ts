import type { RequestOptions } from './client-options.ts';
import { createKey } from './random-key.ts';
import { sendRequest } from './send-request.ts';
import type { Settings } from './settings.ts';
import type { TypedDocument } from './typed-document.ts';

interface CreationInput {
  readonly clientMutationId?: string | null | undefined;
}

/** Sends a mutation that the service recognises when it comes again, if it can tell who sent it. */
export async function sendCreation<TResult, TInput extends CreationInput>(
  settings: Settings,
  document: TypedDocument<TResult, { input: TInput }>,
  { input, signal, retry }: { input: NoInfer<TInput> } & RequestOptions,
): Promise<TResult> {
  const credentials = await settings.findCredentials();
  const isKnown = Object.keys(credentials).length > 0;
  const key = input.clientMutationId === undefined && isKnown ? createKey(16) : input.clientMutationId;

  return await sendRequest(settings, {
    query: document.toString(),
    variables: { input: { ...input, clientMutationId: key } },
    retry: retry ?? (isKnown && typeof key === 'string'),
    signal,
    credentials,
  });
}
