import type { ClientOptions, Credential } from './client-options.ts';
import { ColloquyError } from './colloquy-error.ts';

/** The headers that identify the viewer. `connection_init` carries the same keys. */
export type Credentials = Readonly<Record<string, string>>;

/** Reads the token and the voice anew: a function is called each time. */
export async function findCredentials({ token, voice }: Pick<ClientOptions, 'token' | 'voice'>): Promise<Credentials> {
  const [bearer, secret] = await Promise.all([read(token), read(voice)]);
  return {
    ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
    ...(secret ? { 'colloquy-voice': secret } : {}),
  };
}

async function read(credential: Credential): Promise<string | null | undefined> {
  if (typeof credential !== 'function') return credential;
  try {
    return await credential();
  } catch (cause) {
    throw new ColloquyError('Expected a token or a voice from its function, and the function threw an error.', {
      code: 'CREDENTIAL_FAILURE',
      cause,
    });
  }
}

/**
 * Makes a guest's secret of 256 bits: 64 hexadecimal digits. Store it in the guest's browser: whoever has it can edit and
 * delete the guest's comments.
 */
export function createVoice(): string {
  return createRandomKey(32);
}

/** A key that cannot be guessed. Unlike `crypto.randomUUID`, it also works on pages without https. */
export function createRandomKey(bytes: number): string {
  const random = crypto.getRandomValues(new Uint8Array(bytes));
  return Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
