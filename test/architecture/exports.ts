import ts from 'typescript';
import { resolveImport } from './source-file.ts';
import type { SourceFile } from './source-file.ts';

const EVERYTHING = '*';

// Files that are started from outside, and the entry point of the package.
const ENTRY_POINTS = /^src\/(main|cli\/[^/]+|sdk\/index)\.ts$/;

/** The faults of the exports of the service's files, as `path: name`. */
export function findUnusedExports(service: SourceFile[], { tests }: { tests: SourceFile[] }): string[] {
  const used = new Set(service.flatMap(readUses));
  const tested = new Set(tests.flatMap(readUses));
  return service
    .filter(({ path }) => !ENTRY_POINTS.test(path) && !used.has(`${path}: ${EVERYTHING}`))
    .flatMap(({ path, text }) =>
      readExports(parse(path, text)).map((found) => ({ ...found, name: `${path}: ${found.name}` })),
    )
    .filter(({ name, isType }) => !used.has(name) && !(isType && tested.has(name)))
    .map(({ name }) => name);
}

interface Export {
  readonly name: string;
  readonly isType: boolean;
}

function readExports(root: ts.SourceFile): Export[] {
  return root.statements.flatMap((statement): Export[] => {
    if (ts.isExportDeclaration(statement)) {
      const { exportClause, isTypeOnly: isType } = statement;
      const names = exportClause && ts.isNamedExports(exportClause) ? exportClause.elements : [];
      return names.map(({ name }) => ({ name: name.text, isType }));
    }
    const isExported =
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;
    if (!isExported) return [];
    if (ts.isVariableStatement(statement)) {
      const names = statement.declarationList.declarations.flatMap(({ name }) => readNames(name));
      return names.map((name) => ({ name, isType: false }));
    }
    // A class is also a type, usually of an error that a test expects.
    const isType = [ts.isInterfaceDeclaration, ts.isTypeAliasDeclaration, ts.isClassDeclaration].some((is) =>
      is(statement),
    );
    const { name } = statement as { name?: ts.Node };
    return name !== undefined && ts.isIdentifier(name) ? [{ name: name.text, isType }] : [];
  });
}

function readNames(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : readNames(element.name)));
}

/** Everything that a file imports: by name, or all of a file when the names are not visible. */
function readUses({ path, text }: SourceFile): string[] {
  const uses: string[] = [];
  const use = (module: ts.Node | undefined, names: readonly string[]) => {
    if (module === undefined || !ts.isStringLiteral(module)) return;
    const target = resolveImport(path, module.text);
    uses.push(...names.map((name) => `${target}: ${name}`));
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      const bindings = node.importClause?.namedBindings;
      if (bindings)
        use(node.moduleSpecifier, ts.isNamedImports(bindings) ? bindings.elements.map(sourceName) : [EVERYTHING]);
    } else if (ts.isExportDeclaration(node)) {
      const { exportClause } = node;
      const isNamed = exportClause !== undefined && ts.isNamedExports(exportClause);
      use(node.moduleSpecifier, isNamed ? exportClause.elements.map(sourceName) : [EVERYTHING]);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      use(node.argument.literal, [
        node.qualifier && ts.isIdentifier(node.qualifier) ? node.qualifier.text : EVERYTHING,
      ]);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      use(node.arguments[0], [EVERYTHING]);
    }
    ts.forEachChild(node, visit);
  };
  visit(parse(path, text));
  return uses;
}

function sourceName({ propertyName, name }: ts.ImportSpecifier | ts.ExportSpecifier): string {
  return (propertyName ?? name).text;
}

function parse(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
}
