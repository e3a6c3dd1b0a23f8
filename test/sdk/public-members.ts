import ts from 'typescript';

const ENTRY = 'src/sdk/index.ts';

/** An exported name of the package, or a member of an exported interface or class. */
export interface PublicMember {
  readonly name: string;
  readonly documentation: string;
}

const program = ts.createProgram([ENTRY], {
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  allowImportingTsExtensions: true,
  noEmit: true,
  types: [],
});
const checker = program.getTypeChecker();

/** The exported names of the package that are written by hand, in the order of the entry point. */
export function findPublicExports(): PublicMember[] {
  return findExportedSymbols().map(toMember);
}

/** The members of an exported interface or class, without those that it inherits from the platform. */
export function findPublicMembers(type: string): PublicMember[] {
  const symbol = findExportedSymbols().find(({ name }) => name === type);
  if (symbol === undefined) throw new Error(`Expected ${ENTRY} to export ${type}, and found no such name.`);
  const isDeclaration = ({ name, flags }: ts.Symbol): boolean =>
    !name.startsWith('__') && (flags & ts.SymbolFlags.TypeParameter) === 0;
  return [...(symbol.members?.values() ?? [])].filter(isDeclaration).map(toMember);
}

function findExportedSymbols(): ts.Symbol[] {
  const file = program.getSourceFile(ENTRY);
  const module = file === undefined ? undefined : checker.getSymbolAtLocation(file);
  if (module === undefined) throw new Error(`Expected a module at ${ENTRY}, and found none.`);
  return checker
    .getExportsOfModule(module)
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
    .filter(({ declarations = [] }) =>
      declarations.every((node) => !node.getSourceFile().fileName.includes('/generated/')),
    );
}

function toMember(symbol: ts.Symbol): PublicMember {
  return { name: symbol.name, documentation: ts.displayPartsToString(symbol.getDocumentationComment(checker)) };
}
