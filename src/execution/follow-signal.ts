/**
 * A controller that aborts with its parent, and how to detach it from the parent.
 * `AbortSignal.any` would hold on to every child for as long as a long-lived parent lives.
 */
export function followSignal(parent: AbortSignal): { controller: AbortController; release: () => void } {
  const controller = new AbortController();
  const follow = () => controller.abort(parent.reason);
  if (parent.aborted) follow();
  parent.addEventListener('abort', follow, { once: true });
  return { controller, release: () => parent.removeEventListener('abort', follow) };
}
