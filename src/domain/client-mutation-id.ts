/** Whether a client's own key for a write can be kept: 1 to 64 of A–Z, a–z, 0–9, `_` and `-`. */
export function isClientMutationId(text: string): boolean {
  return /^[A-Za-z0-9_-]{1,64}$/.test(text);
}
