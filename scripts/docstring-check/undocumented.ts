import ts from "typescript";

/** An export that says nothing of itself: its name, and the line where it stands (from 1). */
export interface Undocumented {
  readonly name: string;
  readonly line: number;
}

/** The exported functions, classes, interfaces, types and constants of a TypeScript text that have no docstring of their own. */
export function undocumentedIn(text: string): readonly Undocumented[] {
  const source = ts.createSourceFile("read.ts", text, ts.ScriptTarget.Latest, true);
  const listed = listedExports(source);
  return source.statements.flatMap((statement) => {
    const names = namesOf(statement);
    const isExported = isMarkedExport(statement) || names.some((name) => listed.has(name));
    if (!isExported || isExplained(statement)) return [];
    const { line } = source.getLineAndCharacterOfPosition(statement.getStart(source));
    return names.map((name) => ({ name, line: line + 1 }));
  });
}

function namesOf(statement: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  const isDeclaration =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isEnumDeclaration(statement);
  return isDeclaration ? [statement.name?.text ?? "default"] : [];
}

function isMarkedExport(statement: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  return modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
}

function isExplained(statement: ts.Statement): boolean {
  const comments = ts.getJSDocCommentsAndTags(statement).filter(ts.isJSDoc);
  return comments.some((comment) => (ts.getTextOfJSDocComment(comment.comment) ?? "").trim() !== "");
}

/** What a file lists in `export { ... }` of its own declarations. */
function listedExports(source: ts.SourceFile): ReadonlySet<string> {
  const clauses = source.statements.filter(ts.isExportDeclaration).filter((one) => one.moduleSpecifier === undefined);
  const elements = clauses.flatMap(({ exportClause }) =>
    exportClause !== undefined && ts.isNamedExports(exportClause) ? exportClause.elements : [],
  );
  return new Set(elements.map(({ name, propertyName }) => (propertyName ?? name).text));
}
