import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseAst } from "vitest/node";

/** The root of the repository. */
export const ROOT: string = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/** A node of a syntax tree: its type, and where it stands in the text. */
export type Node = {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly fields: ReadonlyMap<string, unknown>;
};

/** A source file: its path from the root, its text, and the statements at its top. */
export type Source = {
  readonly path: string;
  readonly text: string;
  readonly top: readonly Node[];
};

/** Folders of the root that hold what is made. */
const MADE = new Set([".git", "dist", "report", "store", "coverage"]);

/** Folders anywhere that hold what others wrote. */
const OTHERS = new Set(["node_modules", join("gpu", "python")]);

/** Every file under a folder of the repository whose name ends in one of `endings`, sorted. */
export function filesUnder(folder: string, ...endings: readonly string[]): readonly string[] {
  const from = join(ROOT, folder);
  if (!existsSync(from)) return [];
  const files = readdirSync(from, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) return [path];
    // `src/report` and `src/store` are ours; what others wrote is skipped anywhere.
    const isSkipped =
      OTHERS.has(entry.name) || OTHERS.has(path) || (folder === "." && MADE.has(entry.name));
    return isSkipped ? [] : filesUnder(path, ...endings);
  });
  return files.filter((file) => endings.some((ending) => file.endsWith(ending))).sort();
}

/** The text of a file, by its path from the root. */
export const textOf = (path: string): string => readFileSync(join(ROOT, path), "utf8");

/** The TypeScript files under folders, without AssemblyScript and declarations. */
export const typescriptFiles = (...folders: readonly string[]): readonly string[] =>
  folders
    .flatMap((folder) => filesUnder(folder, ".ts"))
    .filter((path) => !path.includes("wasm/assembly/") && !path.endsWith(".d.ts"));

const read = new Map<string, Source>();

/** A source file, parsed once. */
export function source(path: string): Source {
  const known = read.get(path);
  if (known !== undefined) return known;
  const made = parsed(path, textOf(path));
  read.set(path, made);
  return made;
}

/** Text as a source file of that path, whether there is one or not. */
export function parsed(path: string, text: string): Source {
  const program: unknown = parseAst(text, { lang: "ts" });
  const root = nodeOf(program);
  return { path, text, top: root === null ? [] : childrenOf(root) };
}

function nodeOf(value: unknown): Node | null {
  if (typeof value !== "object" || value === null) return null;
  const fields = new Map<string, unknown>(Object.entries(value));
  const [type, start, end] = [fields.get("type"), fields.get("start"), fields.get("end")];
  if (typeof type !== "string" || typeof start !== "number" || typeof end !== "number") return null;
  return { type, start, end, fields };
}

/** The node in a field of another, if there is one. */
export const field = (node: Node, name: string): Node | null => nodeOf(node.fields.get(name));

/** A field that holds text. */
export function textField(node: Node | null, name: string): string {
  const value = node?.fields.get(name);
  return typeof value === "string" ? value : "";
}

/** The nodes right below a node, in the order of the text. */
export function childrenOf(node: Node): readonly Node[] {
  return [...node.fields.values()]
    .flatMap((value): readonly unknown[] => (Array.isArray(value) ? value : [value]))
    .map(nodeOf)
    .filter((child) => child !== null);
}

const walked = new WeakMap<Source, readonly Node[]>();

/** Every node of a file, parents first; gathered once. */
export function allNodes(file: Source): readonly Node[] {
  const known = walked.get(file);
  if (known !== undefined) return known;
  const nodes: Node[] = [];
  const waiting = [...file.top].reverse();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    nodes.push(node);
    waiting.push(...[...childrenOf(node)].reverse());
  }
  walked.set(file, nodes);
  return nodes;
}

/** The line of a place in a file, from 1. */
export const lineOf = ({ text }: Source, at: number): number =>
  text.slice(0, at).split("\n").length;

/** Where something is, as an editor reads it. */
export const place = (file: Source, node: Node): string =>
  `${file.path}:${lineOf(file, node.start)}`;

/** Which of a file's references to others are followed. */
export type Following = {
  /** Imports of types alone, which are gone when the file runs. */
  readonly types: boolean;
};

/** The files that a file imports or exports from; paths from the root. */
export function importsOf(file: Source, { types }: Following = { types: true }): readonly string[] {
  const named = allNodes(file).flatMap((node) => {
    const from = field(node, "source");
    const isType = [textField(node, "importKind"), textField(node, "exportKind")].includes("type");
    return from === null || (isType && !types) ? [] : [textField(from, "value")];
  });
  return [...new Set(named)]
    .filter((name) => name.startsWith("."))
    .map((name) => relative(ROOT, resolve(ROOT, dirname(file.path), name)));
}

/** Every file that can be reached from the given ones by imports, themselves among them. */
export function reachedFrom(entries: readonly string[], following: Following): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting = [...entries];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const isOurs = path.endsWith(".ts") && !path.endsWith(".d.ts");
    if (!isOurs || reached.has(path) || !existsSync(join(ROOT, path))) continue;
    reached.add(path);
    waiting.push(...importsOf(source(path), following));
  }
  return reached;
}

/** Something that a file exports, with the docstring that stands before it. */
export type Exported = {
  readonly name: string;
  readonly docstring: string | null;
  readonly at: Node;
};

/** What a file declares and exports; what it passes on from other files is theirs. */
export function exportsOf(file: Source): readonly Exported[] {
  return file.top.flatMap((node) => {
    if (node.type !== "ExportNamedDeclaration" && node.type !== "ExportDefaultDeclaration")
      return [];
    const declared = field(node, "declaration");
    if (declared === null) return [];
    const names =
      declared.type === "VariableDeclaration"
        ? childrenOf(declared).map((one) => textField(field(one, "id"), "name"))
        : [textField(field(declared, "id"), "name")];
    const docstring = docstringBefore(file.text.slice(0, node.start));
    return names.map((name) => ({ name, docstring, at: node }));
  });
}

function docstringBefore(text: string): string | null {
  const before = text.trimEnd();
  if (!before.endsWith("*/")) return null;
  const comment = before.slice(before.lastIndexOf("/*"));
  return comment.startsWith("/**") ? comment : null;
}
