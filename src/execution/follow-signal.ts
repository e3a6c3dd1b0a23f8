import { CodedError } from '../errors/coded-error.ts';

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
