/** What is shown of a write before the service has told of it. */
export interface PendingWrite {
  /** The key under which it was sent. */
  readonly clientMutationId: string;
}

/**
 * What is still pending after an event: all but the write whose echo it is. Show what you write at once, beside the
 * discussion, under a `clientMutationId` of your own; when its event comes, the discussion has it, and this drops it. So
 * nothing is shown twice, and `applyEvent` gets every event.
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
