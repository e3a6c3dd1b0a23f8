import type { Logger } from 'pino';
import type { Config } from '../config/config.ts';
import type { UseApiToken } from '../execution/identity/api-tokens.ts';
import type { CredentialKeys } from '../execution/identity/credentials.ts';
import { createTokenKeys } from '../execution/identity/token.ts';
import { Outage } from '../observe/outage.ts';

/** What credentials are verified by at both doors. The log tells when the keys of an identity provider cannot be read. */
export function createCredentialKeys(
  config: Pick<Config, 'authSecret' | 'tokens' | 'voiceSecret'>,
  { logger, useApiToken }: { readonly logger: Logger; readonly useApiToken: UseApiToken },
): CredentialKeys {
  const away = new Outage({ logger, text: 'the keys of AUTH_JWKS_URL cannot be read' });
  return {
    tokens: createTokenKeys(config, { onFailure: (error) => away.tell(error) }),
    voiceSecret: config.voiceSecret,
    useApiToken,
  };
}
