import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import ts from "typescript";

/** A place in the code that names a text: one key, or a family of keys that differ in what is put into a template. */
export interface Use {
  /** `file:line`, relative to the project. */
  readonly at: string;
  /** The key, or the family as it is written. */
  readonly written: string;
  /** Every key that it can be, where the types say which; otherwise what a key must look like. */
  readonly keys: readonly string[] | RegExp;
  /** Whether it may as well be a name of another kind, so that no text has to exist. */
  readonly perhaps?: true;
  /** Which placeholders it fills; left out where the code does not say so on the spot. */
  readonly fills?: readonly string[];
}

/** What the code says about texts. */
export interface Uses {
  readonly uses: readonly Use[];
  /** What is put behind a key that is handed over as a variable: `.several` of `${key}.several`. */
  readonly endings: ReadonlySet<string>;
  /** Every word in a literal, a property's name or a data file: what an open part of a family can be filled with. */
  readonly vocabulary: ReadonlySet<string>;
  /** Texts in the code that read like Indonesian sentences. */
  readonly indonesian: readonly { readonly at: string; readonly text: string }[];
}

interface Reading {
  readonly checker: ts.TypeChecker;
  readonly areas: ReadonlySet<string>;
  readonly at: (node: ts.Node) => string;
  readonly uses: Use[];
  readonly endings: Set<string>;
  readonly vocabulary: Set<string>;
  readonly indonesian: { at: string; text: string }[];
}

/** More members than this are no family of texts. */
const mostMembers = 1_000;

/** Reads the TypeScript under `folders` of `project`, with its types; `areas` are the first words of keys. */
export function findUses(project: string, folders: readonly string[], areas: readonly string[]): Uses {
  const files = folders.flatMap((folder) => filesUnder(join(project, folder)));
  const sources = files.filter((file) => file.endsWith(".ts") && !/check-[^/]*\.ts$|locale-check\//u.test(file));
  const program = ts.createProgram(sources, optionsOf(project));
  const reading: Reading = {
    checker: program.getTypeChecker(),
    areas: new Set(areas),
    at: (node) => {
      const source = node.getSourceFile();
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
      return `${relative(project, source.fileName)}:${line + 1}`;
    },
    uses: [],
    endings: new Set(),
    vocabulary: new Set(),
    indonesian: [],
  };
  for (const file of sources) {
    const source = program.getSourceFile(file);
    if (source) visit(source, reading);
  }
  for (const file of files.filter((name) => name.endsWith(".json"))) addData(file, reading.vocabulary);
  return reading;
}

function filesUnder(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

function optionsOf(project: string): ts.CompilerOptions {
  const read = ts.readConfigFile(join(project, "tsconfig.json"), ts.sys.readFile);
  const json: unknown = read.config ?? {};
  const { options } = ts.parseJsonConfigFileContent(json, { ...ts.sys, readDirectory: () => [] }, project);
  return { ...options, noEmit: true };
}

function addData(file: string, vocabulary: Set<string>): void {
  JSON.parse(readFileSync(file, "utf8"), (key: string, value: unknown) => {
    vocabulary.add(key);
    if (typeof value === "string" && /^[\w.-]+$/u.test(value)) vocabulary.add(value);
    return value;
  });
}

function visit(node: ts.Node, reading: Reading): void {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
  if (ts.isLiteralTypeNode(node)) {
    if (ts.isStringLiteral(node.literal)) reading.vocabulary.add(node.literal.text);
    return;
  }
  if (ts.isStringLiteralLike(node)) readLiteral(node, reading);
  if (ts.isTemplateExpression(node)) readTemplate(node, reading);
  if (ts.isIdentifier(node) && ts.isPropertyAssignment(node.parent)) reading.vocabulary.add(node.text);
  ts.forEachChild(node, (child) => visit(child, reading));
}

function readLiteral(node: ts.StringLiteralLike, reading: Reading): void {
  reading.vocabulary.add(node.text);
  if (readsLikeIndonesian(node.text)) reading.indonesian.push({ at: reading.at(node), text: node.text });
  const [area = ""] = node.text.split(".");
  if (!/^[\w-]+(\.[\w-]+)+$/u.test(node.text) || !reading.areas.has(area) || fileName.test(node.text)) return;
  reading.uses.push({ at: reading.at(node), written: node.text, keys: [node.text], ...aboutUse(node) });
}

function readTemplate(node: ts.TemplateExpression, reading: Reading): void {
  const all = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join(" ");
  if (readsLikeIndonesian(all)) reading.indonesian.push({ at: reading.at(node), text: all });
  const spans = node.templateSpans.map(({ expression, literal }) => ({
    members: membersOf(expression, reading.checker),
    tail: literal.text,
  }));
  const every = everyKey(node.head.text, spans);
  for (const word of every ?? []) reading.vocabulary.add(word);
  if (node.head.text === "" && spans.length === 1) reading.endings.add(spans[0]?.tail ?? "");
  const [area = "", ...more] = node.head.text.split(".");
  if (more.length === 0 || !reading.areas.has(area) || /[^\w.-]/u.test(node.head.text)) return;
  const keys = every ?? keyPattern(node.head.text, spans);
  reading.uses.push({ at: reading.at(node), written: node.getText().slice(1, -1), keys, ...aboutUse(node) });
}

interface Span {
  /** The literal values of what is put in; `number` for any number, `text` for anything. */
  readonly members: readonly string[] | "number" | "text";
  readonly tail: string;
}

function membersOf(expression: ts.Expression, checker: ts.TypeChecker): Span["members"] {
  const found = checker.getTypeAtLocation(expression);
  const type = checker.getBaseConstraintOfType(found) ?? found;
  const parts = type.isUnion() ? type.types : [type];
  if (parts.every((part) => part.isStringLiteral() || part.isNumberLiteral()))
    return parts.map((part) => String((part as ts.LiteralType).value));
  return parts.every((part) => part.flags & ts.TypeFlags.NumberLike) ? "number" : "text";
}

function everyKey(head: string, spans: readonly Span[]): string[] | null {
  let keys = [head];
  for (const { members, tail } of spans) {
    if (typeof members === "string" || keys.length * members.length > mostMembers) return null;
    keys = keys.flatMap((key) => members.map((member) => `${key}${member}${tail}`));
  }
  return keys;
}

function keyPattern(head: string, spans: readonly Span[]): RegExp {
  const source = spans.map(({ members, tail }) => `${spanPattern(members)}${escaped(tail)}`);
  return new RegExp(`^${escaped(head)}${source.join("")}$`, "u");
}

function spanPattern(members: Span["members"]): string {
  if (members === "number") return "\\d+";
  return members === "text" ? "(.*)" : `(?:${members.map(escaped).join("|")})`;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&");

const fileName = /\.(json|ts|css|mjs|mdb|sock)$/u;

/** Properties whose value may be a name of another kind that is written with dots too: a rule, an id, an event. */
const otherNames = new Set(["rule", "id", "type", "purpose"]);

function aboutUse(node: ts.Expression): Pick<Use, "fills" | "perhaps"> {
  const { parent } = node;
  const isNamed = ts.isPropertyAssignment(parent) && parent.initializer === node;
  return isNamed && otherNames.has(nameOf(parent) ?? "") ? { perhaps: true } : fillsOf(node);
}

/** The placeholders given with a key: `{ key: <here>, params: { ... } }` or `say(<here>, { ... })`. */
function fillsOf(node: ts.Expression): Pick<Use, "fills"> {
  const given = givenWith(node);
  if (given === "unknown") return {};
  if (given === "none") return { fills: [] };
  if (!ts.isObjectLiteralExpression(given)) return {};
  const names = given.properties.map((property) => (ts.isSpreadAssignment(property) ? undefined : nameOf(property)));
  return names.every((name) => name !== undefined) ? { fills: names } : {};
}

function nameOf(property: ts.ObjectLiteralElementLike): string | undefined {
  const { name } = property;
  return name && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? name.text : undefined;
}

function givenWith(node: ts.Expression): ts.Expression | "none" | "unknown" {
  const { parent } = node;
  if (ts.isPropertyAssignment(parent) && ts.isObjectLiteralExpression(parent.parent) && nameOf(parent) === "key")
    return paramsBeside(parent.parent);
  if (ts.isCallExpression(parent) && ts.isIdentifier(parent.expression) && parent.expression.text === "say")
    return parent.arguments[0] === node ? (parent.arguments[1] ?? "none") : "unknown";
  return "unknown";
}

function paramsBeside(text: ts.ObjectLiteralExpression): ts.Expression | "none" | "unknown" {
  if (text.properties.some(ts.isSpreadAssignment)) return "unknown";
  const params = text.properties.find((property) => nameOf(property) === "params");
  if (params === undefined) return "none";
  return ts.isPropertyAssignment(params) ? params.initializer : "unknown";
}

const indonesianWords =
  /\b(yang|dan|untuk|tidak|dengan|adalah|silakan|tolong|sudah|belum|bapak|ibu|kami|anda|akan|bisa|dari|ini|itu|atau|dulu|coba|terima kasih)\b/giu;
const FEWEST_WORDS = 4;

/** A sentence, not a list of words that a reader of answers knows: written as one, with two of the language's ties. */
function readsLikeIndonesian(text: string): boolean {
  if (!/^\s*\p{Lu}|[.?!]/u.test(text)) return false;
  const ties = new Set(text.toLowerCase().match(indonesianWords) ?? []);
  return ties.size >= 2 && text.trim().split(/\s+/u).length >= FEWEST_WORDS;
}
