import graphqlPlugin from '@graphql-eslint/eslint-plugin';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const readsEnvironment = ['src/main.ts', 'src/cli/**/*.ts', 'src/config/**/*.ts', '*.config.ts'];
const printsToTerminal = ['src/main.ts', 'src/cli/**/*.ts'];

// Where something untyped becomes typed: a parser checks it, and the compiler cannot follow the check.
const parsesAtBorder = [
  'src/http/request-params.ts',
  'src/relay/cursor.ts',
  'src/sdk/http/graphql-response.ts',
  'src/sdk/http/send-operation.ts',
  'src/sdk/transports/sse-transport.ts',
];

// What code must not contain wherever it stands; the floors are guarded by test/architecture.
const forbiddenSyntax = [
  { selector: 'ExportDefaultDeclaration', message: 'Export by name: one name for one idea, everywhere.' },
  { selector: 'ExportAllDeclaration', message: 'No barrels: import from the file that defines.' },
];

const typescript = {
  files: ['**/*.ts'],
  extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
  languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
  linterOptions: { reportUnusedDisableDirectives: 'error' },
  rules: {
    '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
    '@typescript-eslint/consistent-type-exports': 'error',
    '@typescript-eslint/consistent-type-imports': 'error',
    '@typescript-eslint/max-params': ['error', { max: 3 }],
    '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    '@typescript-eslint/no-empty-function': ['error', { allow: ['arrowFunctions', 'asyncFunctions'] }],
    // Text is counted and cut by code points: that is what spreading a string gives.
    '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
    '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    // A generic result type is how a typed answer leaves a parser.
    '@typescript-eslint/no-unnecessary-type-parameters': 'off',
    // Records of data and of Pothos' options are types, not interfaces; both read well.
    '@typescript-eslint/consistent-type-definitions': 'off',
    // The compiler asks for brackets where a name is not declared.
    '@typescript-eslint/dot-notation': 'off',
    // An async function may be there to fit its interface.
    '@typescript-eslint/require-await': 'off',
    // `void` in front of a call says that nothing is made of its answer.
    '@typescript-eslint/no-meaningless-void-operator': 'off',
    // Our objects are records of plain functions: none of them reads `this`.
    '@typescript-eslint/unbound-method': 'off',
    'no-restricted-syntax': ['error', ...forbiddenSyntax],
    'no-console': 'error',
    'no-restricted-properties': [
      'error',
      { object: 'process', property: 'env', message: 'The environment is parsed once, in src/config.' },
    ],
    'max-lines': ['error', { max: 200, skipBlankLines: true, skipComments: true }],
    'max-lines-per-function': ['error', { max: 90, skipBlankLines: true, skipComments: true }],
    'max-depth': ['error', 5],
    complexity: ['error', 22],
    eqeqeq: ['error', 'always', { null: 'ignore' }],
  },
};

const schemaRules = {
  files: ['schema/*.graphql'],
  rules: {
    ...graphqlPlugin.configs['flat/schema-recommended'].rules,
    ...graphqlPlugin.configs['flat/schema-relay'].rules,
    // A list of what is always short (a post's tags, a comment's ancestors) is a plain list.
    '@graphql-eslint/relay-edge-types': ['error', { listTypeCanWrapOnlyEdgeType: false }],
    // A guest has no identity that lasts; a payload and an error have none either.
    '@graphql-eslint/strict-id-in-types': 'off',
    '@graphql-eslint/require-description': [
      'error',
      {
        types: true,
        rootField: true,
        FieldDefinition: true,
        InputValueDefinition: true,
        EnumValueDefinition: true,
        DirectiveDefinition: true,
      },
    ],
  },
};

const operationRules = {
  files: ['src/sdk/documents/*.graphql'],
  rules: {
    ...graphqlPlugin.configs['flat/operations-recommended'].rules,
    // A thread is as deep as the client writes it; selections serve what a reader shows, not a normalised cache.
    '@graphql-eslint/selection-set-depth': 'off',
    '@graphql-eslint/require-selections': 'off',
  },
};

export default defineConfig([
  globalIgnores([
    'dist/',
    'data/',
    'src/generated/',
    'src/sdk/generated/',
    'src/sdk/dist/',
    'src/embed/dist/',
    'test/contract/',
  ]),
  // Packages of their own: their types are there only once they are installed. `npm run examples` checks them.
  globalIgnores(['docs/examples/']),
  typescript,
  { files: readsEnvironment, rules: { 'no-restricted-properties': 'off' } },
  { files: printsToTerminal, rules: { 'no-console': 'off' } },
  {
    files: ['*.config.ts', 'codegen.ts', 'test/harness/database-template.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  // The SDK is one package with one door.
  { files: ['src/sdk/index.ts'], rules: { 'no-restricted-syntax': 'off' } },
  { files: parsesAtBorder, rules: { '@typescript-eslint/consistent-type-assertions': 'off' } },
  // A type's fields are one long record, and Pothos' resolvers take (query, parent, args, ctx, info).
  {
    files: ['src/graphql/**/*.ts'],
    rules: { 'max-lines-per-function': 'off', '@typescript-eslint/max-params': ['error', { max: 5 }] },
  },
  // Written text, not code.
  { files: ['src/app/demo/**/*.ts'], rules: { 'max-lines': 'off' } },
  {
    files: ['test/**/*.ts'],
    rules: {
      // A test reads answers whose shape it has just asked for; its rows of cases are parameters; it is as long as it is.
      '@typescript-eslint/consistent-type-assertions': 'off',
      '@typescript-eslint/max-params': 'off',
      '@typescript-eslint/no-base-to-string': 'off',
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      'max-lines': 'off',
      'max-lines-per-function': 'off',
      'no-console': 'off',
      'no-restricted-properties': 'off',
    },
  },
  {
    files: ['schema/*.graphql', 'src/sdk/documents/*.graphql'],
    plugins: { '@graphql-eslint': graphqlPlugin },
    languageOptions: {
      parser: graphqlPlugin.parser,
      parserOptions: {
        graphQLConfig: { schema: 'schema/schema.graphql', documents: 'src/sdk/documents/*.graphql' },
      },
    },
  },
  schemaRules,
  operationRules,
]);
