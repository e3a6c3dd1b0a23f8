import type { CodegenConfig } from '@graphql-codegen/cli';

/** Reads the schema's file: no server needs to run. Relay has a compiler of its own: relay.config.json. */
const config: CodegenConfig = {
  schema: '../../schema/schema.graphql',
  generates: {
    'shared/generated/': {
      preset: 'client',
      documents: ['shared/documents.ts', 'urql/cache.ts'],
      presetConfig: { fragmentMasking: false },
      config: { scalars: { DateTime: 'string', ID: 'string' }, enumsAsTypes: true, useTypeImports: true },
    },
    'apollo/generated/possible-types.ts': { plugins: ['fragment-matcher'] },
    'urql/generated/introspection.ts': { plugins: ['urql-introspection'], config: { useTypeImports: true } },
  },
};

export default config;
