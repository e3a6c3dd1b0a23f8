import { countLines } from '../file/count-lines.ts';
import { ImportError } from '../import-error.ts';
import type { Fault } from '../report/fault.ts';
import { decodeReferences } from './decode-references.ts';
import { createNamespaces, type Namespaces } from './namespaces.ts';
import { foreignDocument, unexpectedElement } from './foreign-document.ts';
import type { Shape } from './shape.ts';
import type { XmlNode } from './xml-node.ts';

// No format has more than a few; an end is searched among them.
const MAX_DEPTH = 1000;

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

interface Options {
  readonly shape: Shape;
  readonly onFault: (fault: Fault) => void;
  readonly onNode: (node: XmlNode) => void;
}

/** Makes nodes of the tags and texts of a document. */
export class TreeBuilder {
  readonly #options: Options;
  readonly #namespaces: Namespaces;
  readonly #levels: Level[] = [];
  /** Text whose references are not replaced yet: its pieces may part them. */
  #pending = { text: '', line: 1 };
  /** What the document begins with. */
  #first: Tag | null = null;
  #isFound = false;

  constructor(options: Options) {
    this.#options = options;
    this.#namespaces = createNamespaces(options.onFault);
  }

  /** A declaration, of XML or of a document type. */
  declare(name: string, line: number): void {
    if (name.startsWith('!')) this.#first ??= { name, attributes: {}, line };
  }

  /**
   * @returns whether it begins an element: it is text where it stands in one that has none.
   * @throws {ImportError} with the line, for elements that are nested beyond measure.
   */
  open(tag: Tag): boolean {
    this.#flush();
    const { shape } = this.#options;
    const name = shape.nameOf(this.#namespaces.resolve(tag));
    if (this.#levels.length < shape.containers.length) {
      this.#openContainer(name, tag);
      return true;
    }
    this.#leaveOpen(name, tag.line);
    const parent = this.#levels.at(-1);
    if (parent?.node && this.#isLeaf(parent)) {
      this.#tell(tag.line, 'markup that is not escaped, taken as text');
      parent.node.text += writeTag(tag);
      return false;
    }
    if (this.#levels.length > MAX_DEPTH) {
      throw new ImportError(`elements are nested more than ${MAX_DEPTH} deep`, tag.line);
    }
    const isRead = parent !== undefined && this.#accepts(parent, name);
    this.#levels.push({ name, tag: tag.name, node: isRead ? toNode(name, tag) : null });
    return true;
  }

  close(tag: string, line: number): void {
    this.#flush();
    const at = this.#levels.findLastIndex((level) => level.tag === tag);
    const top = this.#levels.at(-1);
    if (at === -1) {
      if (top?.node && this.#isLeaf(top)) top.node.text += `</${tag}>`;
      return;
    }
    while (this.#levels.length > at + 1) this.#closeUnended(line);
    this.#pop();
  }

  addText(text: string, { line, isLiteral }: { readonly line: number; readonly isLiteral: boolean }): void {
    const node = this.#levels.at(-1)?.node;
    if (node == null || this.#levels.length <= this.#options.shape.containers.length) return;
    if (isLiteral) {
      this.#flush();
      node.text += text;
    } else {
      this.#pending =
        this.#pending.text === '' ? { text, line } : { ...this.#pending, text: this.#pending.text + text };
    }
  }

  /** @throws {ImportError} for a document of another shape. */
  end(line: number): void {
    const { shape } = this.#options;
    if (!this.#isFound) throw foreignDocument(shape, this.#first);
    const inner = this.#levels.slice(shape.containers.length).find(({ node }) => node !== null);
    if (inner !== undefined) {
      this.#tell(line, `files that are cut off; what is left of the last <${inner.tag}> is left out`);
    } else if (this.#levels.length > 0) {
      this.#tell(line, 'files that are cut off, between two elements');
    }
  }

  #openContainer(name: string, tag: Tag): void {
    const { shape } = this.#options;
    const depth = this.#levels.length;
    const expected = shape.containers[depth] ?? '';
    const first = this.#first;
    this.#first ??= tag;
    if (name !== expected) {
      if (depth > 0) throw unexpectedElement(shape, { found: tag, expected });
      return;
    }
    if (depth === 0 && !this.#isFound && first !== null) {
      this.#tell(first.line, `things that stand before the document, such as <${first.name}>`);
    }
    this.#levels.push({ name, tag: tag.name, node: toNode(name, tag) });
    this.#isFound ||= this.#levels.length === shape.containers.length;
  }

  /** Closes what was left open before an element that stands outside of it. */
  #leaveOpen(name: string, line: number): void {
    const top = this.#levels.at(-1);
    if (top === undefined || this.#accepts(top, name) || !(this.#isLeaf(top) || isMark(this.#options.shape, name)))
      return;
    const innermost = this.#options.shape.containers.length - 1;
    const outer = this.#levels.findLastIndex((level, at) => at >= innermost && this.#accepts(level, name));
    while (outer !== -1 && this.#levels.length > outer + 1) this.#closeUnended(line);
  }

  #closeUnended(line: number): void {
    const level = this.#levels.at(-1);
    if (level?.node != null) this.#tell(line, `elements without an end, such as <${level.tag}>`);
    this.#pop();
  }

  #pop(): void {
    this.#flush();
    const { shape, onNode } = this.#options;
    const node = this.#levels.pop()?.node;
    if (node == null || this.#levels.length < shape.containers.length) return;
    if (this.#levels.length === shape.containers.length) onNode(node);
    else this.#levels.at(-1)?.node?.children.push(node);
  }

  #flush(): void {
    const { text, line } = this.#pending;
    if (text === '') return;
    this.#pending = { text: '', line: 1 };
    const node = this.#levels.at(-1)?.node;
    if (node == null) return;
    node.text += decodeReferences(text, (message, at) => {
      this.#tell(line + countLines(text.slice(0, at)), message);
    });
  }

  #isLeaf({ name, node }: Level): boolean {
    return node !== null && this.#options.shape.children[name] === undefined;
  }

  #accepts({ name, node }: Level, child: string): boolean {
    return node !== null && (this.#options.shape.children[name]?.has(child) ?? false);
  }

  #tell(line: number, message: string): void {
    this.#options.onFault({ line, message });
  }
}

function isMark({ marks }: Shape, name: string): boolean {
  return name.includes(':') || marks.has(name);
}

function toNode(name: string, { attributes, line }: Tag): XmlNode {
  const decoded: Record<string, string> = {};
  for (const [key, value] of Object.entries(attributes)) decoded[key] = decodeReferences(value, () => undefined);
  return { name, line, attributes: decoded, text: '', children: [] };
}

function writeTag({ name, attributes }: Tag): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${value}"`);
  return `<${name}${written.join('')}>`;
}
