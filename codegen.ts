import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CodegenConfig } from '@graphql-codegen/cli';

const OPERATIONS = 'src/sdk/generated/operations.ts';

/**
 * Generates the SDK's typed documents, and registers them: each carries its id, which the service knows, too. Needs neither
 * a server nor a network: `npm run codegen`.
 */
const config: CodegenConfig = {
  schema: 'schema/schema.graphql',
  documents: 'src/sdk/documents/*.graphql',
  hooks: { beforeOneFileWrite: (_path: string, content: string) => registerDocuments(withoutAny(content)) },
  generates: {
    [OPERATIONS]: {
      plugins: ['typescript-operations', 'typed-document-node'],
      config: {
        documentMode: 'string',
        scalars: { DateTime: 'string', ID: 'string' },
        defaultScalarType: 'unknown',
        enumsAsTypes: true,
        useTypeImports: true,
        emitLegacyCommonJSImports: false,
        pureMagicComment: true, // a bundle leaves out the documents and fragments that it does not import
        importExtension: '.ts',
      },
    },
  },
};

// The one `any` that the plugin writes itself: the meta data of a document.
function withoutAny(content: string): string {
  return content.replaceAll('Record<string, any>', 'Record<string, unknown>');
}

/** The plugin offers a document's meta data before its text is settled, and an id is the hash of the text as it is sent. */
function registerDocuments(content: string): string {
  const documents = new Map<string, string>();
  const registered = content.replaceAll(/new TypedDocumentString\(`([^`]*)`\)/g, (_call, written: string) => {
    if (/\\|\$\{/.test(written)) throw new Error('Expected a document without `\\` and `${`, which this cannot read.');
    const text = written.trim();
    const hash = `sha256:${createHash('sha256').update(text).digest('hex')}`;
    documents.set(hash, text);
    return `new TypedDocumentString(\`${text}\`, ${JSON.stringify({ hash })})`;
  });
  if (documents.size === 0) throw new Error('Expected documents of operations, and found none.');

  write(
    'src/generated/sdk-documents.ts',
    `export const SDK_DOCUMENTS: readonly string[] = ${format([...documents.values()])};`,
  );
  // For the operator of another version of the service, who registers them: the package has this file.
  write(join(dirname(OPERATIONS), 'persisted-documents.json'), format(Object.fromEntries(documents)));
  return registered;
}

function format(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

function write(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${content}\n`);
}

export default config;
