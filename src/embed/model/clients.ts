import { createBareClient, type BareClient } from '../../sdk/index.ts';
import type { Token } from '../elements.ts';
import type { Memory } from './memory.ts';

/** The two ways in which the service is asked. */
export interface Clients {
  /** For what is the same for everybody: without credentials, so that its answers are shared and its stream is. */
  readonly reader: BareClient;
  /** For what the viewer does, and has done. A guest who has not written anything has no voice yet. */
  readonly viewer: BareClient;
  /** Whether the viewer can be recognised. */
  isKnown(): Promise<boolean>;
  /** Whether the viewer has an account. */
  hasAccount(): Promise<boolean>;
  close(): void;
}

export function createClients({
  service,
  memory,
  token,
}: {
  service: URL;
  memory: Memory;
  token: () => Token;
}): Clients {
  const url = new URL('graphql', service);
  const readToken = async () => {
    const given = token();
    return typeof given === 'function' ? await given() : given;
  };
  const hasAccount = async () => Boolean(await readToken());
  const reader = createBareClient({ url, documentIds: true, queriesByGet: true });
  const voice = async () => ((await hasAccount()) ? null : memory.readVoice());
  const viewer = createBareClient({ url, documentIds: true, token: readToken, voice });
  return {
    reader,
    viewer,
    hasAccount,
    isKnown: async () => memory.readVoice() !== null || (await hasAccount()),
    close() {
      reader.close();
      viewer.close();
    },
  };
}
