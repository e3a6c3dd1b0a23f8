import { ImportError } from '../import-error.ts';
import type { Fault } from '../report/fault.ts';
import { decodeReferences } from './decode-references.ts';
import type { Name } from './namespaces.ts';
import { createNamespaces } from './namespaces.ts';
import type { XmlNode } from './xml-node.ts';

/** What a format has of XML, and what of it is read. */
export interface Shape {
  /** What it is called to people: "WordPress export". */
  readonly title: string;
  /** The names of the elements around what is read, from the root. */
  readonly containers: readonly string[];
  /** The usual name of an element, whatever prefix the file uses. */
  nameOf(name: Name): string;
  /** The elements that are read, by the name of their parent. */
  readonly children: Readonly<Record<string, ReadonlySet<string>>>;
  /** Elements that never stand in something that is not read: each begins something new, as every one with a prefix does. */
  readonly marks: ReadonlySet<string>;
}

interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly line: number;
}

/** An element around the place that is read. */
interface Level {
  readonly name: string;
  /** As the file writes it. */
  readonly tag: string;
  /** Null for one that is not read, with all that is in it. */
  readonly node: XmlNode | null;
}

export interface TreeBuilder {
  /** A declaration, of XML or of a document type. */
  declare(name: string, line: number): void;
  open(tag: Tag): void;
  close(tag: string, line: number): void;
  addText(text: string, how: { readonly line: number; readonly isLiteral: boolean }): void;
  end(line: number): void;
}

interface Options {
  readonly shape: Shape;
  readonly onFault: (fault: Fault) => void;
  readonly onNode: (node: XmlNode) => void;
}

/** Makes nodes of the tags and texts of a document. */
export function createTreeBuilder({ shape, onFault, onNode }: Options): TreeBuilder {
  const { containers } = shape;
  const namespaces = createNamespaces(onFault);
  const levels: Level[] = [];
  let pending = { text: '', line: 1 };
  let first: Tag | null = null;
  let isFound = false;

  const flush = (): void => {
    const { text, line } = pending;
    if (text === '') return;
    pending = { text: '', line: 1 };
    const node = levels.at(-1)?.node;
    if (node == null || levels.length <= containers.length) return;
    node.text += decodeReferences(text, (message, at) => {
      onFault({ line: line + text.slice(0, at).split('\n').length - 1, message });
    });
  };
  const pop = (): void => {
    flush();
    const node = levels.pop()?.node;
    if (node == null || levels.length < containers.length) return;
    if (levels.length === containers.length) onNode(node);
    else levels.at(-1)?.node?.children.push(node);
  };
  const isLeaf = (level: Level | undefined): boolean => level?.node != null && shape.children[level.name] === undefined;
  const accepts = (level: Level, name: string): boolean => level.node !== null && has(shape, level.name, name);

  /** Closes what was left open before an element that stands outside of it. */
  const leaveOpen = (name: string, line: number): void => {
    const top = levels.at(-1);
    if (top === undefined || accepts(top, name) || !(isLeaf(top) || isMark(shape, name))) return;
    const outer = levels.findLastIndex((level, at) => at >= containers.length - 1 && accepts(level, name));
    while (outer !== -1 && levels.length > outer + 1) {
      const left = levels.at(-1);
      if (left?.node != null) onFault({ line, message: `elements without an end, such as <${left.tag}>` });
      pop();
    }
  };

  return {
    declare(name, line) {
      first ??= name.startsWith('!') ? { name, attributes: {}, line } : null;
    },
    open(tag) {
      flush();
      const name = shape.nameOf(namespaces.resolve(tag));
      const depth = levels.length;
      const expected = containers[depth];
      if (expected !== undefined) {
        const isExpected = name === expected;
        if (isExpected && depth === 0 && !isFound && first !== null) {
          onFault({ line: first.line, message: `things that stand before the document, such as <${first.name}>` });
        }
        first ??= tag;
        if (isExpected) levels.push({ name, tag: tag.name, node: toNode(name, tag) });
        else if (depth > 0) throw unexpected(shape, { found: tag, expected });
        isFound ||= levels.length === containers.length;
        return;
      }
      leaveOpen(name, tag.line);
      const parent = levels.at(-1);
      if (parent !== undefined && isLeaf(parent)) {
        onFault({ line: tag.line, message: 'markup that is not escaped, taken as text' });
        if (parent.node) parent.node.text += writeTag(tag);
        return;
      }
      const isRead = parent !== undefined && accepts(parent, name);
      levels.push({ name, tag: tag.name, node: isRead ? toNode(name, tag) : null });
    },
    close(tag, line) {
      flush();
      const at = levels.findLastIndex((level) => level.tag === tag);
      const top = levels.at(-1);
      if (at === -1) {
        if (top?.node && isLeaf(top)) top.node.text += `</${tag}>`;
        return;
      }
      while (levels.length > at) {
        const level = levels.at(-1);
        if (levels.length > at + 1 && level?.node != null) {
          onFault({ line, message: `elements without an end, such as <${level.tag}>` });
        }
        pop();
      }
    },
    addText(text, { line, isLiteral }) {
      const node = levels.at(-1)?.node;
      if (node == null) return;
      if (isLiteral) {
        flush();
        if (levels.length > containers.length) node.text += text;
      } else if (levels.length > containers.length) {
        pending = pending.text === '' ? { text, line } : { ...pending, text: pending.text + text };
      }
    },
    end(line) {
      if (!isFound) throw foreign(shape, first);
      const inner = levels.slice(containers.length).find(({ node }) => node !== null);
      if (inner !== undefined) {
        onFault({ line, message: `files that are cut off; what is left of the last <${inner.tag}> is left out` });
      } else if (levels.length > 0) {
        onFault({ line, message: 'files that are cut off, between two elements' });
      }
    },
  };
}

function has({ children }: Shape, parent: string, name: string): boolean {
  return children[parent]?.has(name) ?? false;
}

function isMark({ marks }: Shape, name: string): boolean {
  return name.includes(':') || marks.has(name);
}

function toNode(name: string, { attributes, line }: Tag): XmlNode {
  const decoded = Object.entries(attributes).map(([key, value]) => [key, decodeReferences(value, () => undefined)]);
  return { name, line, attributes: Object.fromEntries(decoded), text: '', children: [] };
}

function writeTag({ name, attributes }: Tag): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${value}"`);
  return `<${name}${written.join('')}>`;
}

function unexpected({ title }: Shape, { found, expected }: { found: Tag; expected: string }): ImportError {
  return new ImportError(`not a ${title}: it has <${found.name}> where <${expected}> was expected`, found.line);
}

function foreign(shape: Shape, first: Tag | null): ImportError {
  const [expected = ''] = shape.containers;
  if (first === null) return new ImportError(`not a ${shape.title}: there is no <${expected}> in it`, 1);
  return unexpected(shape, { found: first, expected });
}
