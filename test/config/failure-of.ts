import { readConfig } from '../../src/config/config.ts';

/** The message with which an environment is refused. */
export function failureOf(env: Record<string, string>): string {
  try {
    readConfig(env);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('Expected the configuration to be refused.');
}
