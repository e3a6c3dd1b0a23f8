import { CodedError } from '../errors/coded-error.ts';
import { toError } from '../errors/to-error.ts';

/**
 * A controller that aborts with its parent, when the client has left, and how to detach it from the parent.
 * `AbortSignal.any` would hold on to every child for as long as a long-lived parent lives.
 */
export function followSignal(parent: AbortSignal): { controller: AbortController; release: () => void } {
  const controller = new AbortController();
  // Nobody is left to be answered, and nothing has gone wrong that the log should tell.
  const follow = () => controller.abort(new CodedError('SERVICE_UNAVAILABLE', 'The client has left.'));
  if (parent.aborted) follow();
  parent.addEventListener('abort', follow, { once: true });
  return { controller, release: () => parent.removeEventListener('abort', follow) };
}

/** The value of a promise, or the signal's reason where it is aborted before: what still runs is not waited for. */
export async function untilAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  signal.throwIfAborted();
  return await new Promise<Value>((resolve, reject) => {
    const leave = () => reject(toError(signal.reason));
    signal.addEventListener('abort', leave, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}
