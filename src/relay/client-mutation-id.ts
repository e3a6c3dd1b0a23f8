const CLIENT_MUTATION_ID = /^[A-Za-z0-9_-]{1,64}$/;

/** Whether a text may be a client's own key for a write. No other text reaches the database as one. */
export function isClientMutationId(text: string): boolean {
  return CLIENT_MUTATION_ID.test(text);
}
