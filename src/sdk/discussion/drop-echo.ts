/** A write that is shown before its event arrives. */
export interface PendingWrite {
  /** The `clientMutationId` that it was sent with. */
  readonly clientMutationId: string;
}

/**
 * The writes that are still pending after an event: all but the one that the event reports. Show what the viewer writes at
 * once, beside the discussion, under a `clientMutationId` of your own. When its event arrives, `applyEvent` adds the comment
 * to the discussion and `dropEcho` removes the pending write, so that it is not shown twice.
 *
 * @example
 * discussion = applyEvent(discussion, event);
 * pending = dropEcho(pending, event);
 */
export function dropEcho<Pending extends PendingWrite>(
  pending: readonly Pending[],
  { clientMutationId }: { readonly clientMutationId: string | null },
): readonly Pending[] {
  const isEcho = (write: PendingWrite): boolean => write.clientMutationId === clientMutationId;
  return pending.some(isEcho) ? pending.filter((write) => !isEcho(write)) : pending;
}
