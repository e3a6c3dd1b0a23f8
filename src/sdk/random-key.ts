/** A key that nobody guesses and nobody gives twice. Unlike `crypto.randomUUID`, it is there on pages without https, too. */
export function createKey(bytes: number): string {
  const random = crypto.getRandomValues(new Uint8Array(bytes));
  return Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Makes a guest's secret of 256 bits. Store it in the guest's browser: whoever has it may edit and withdraw their comments. */
export function createVoice(): string {
  return createKey(32);
}
