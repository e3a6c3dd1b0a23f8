// Cuts a JSON document into the items of its lists, by brackets and quotation marks alone.
import { countLines } from './count-lines.ts';

/** An item of a list, as it is written. */
export interface Item {
  readonly list: string;
  readonly line: number;
  readonly text: string;
}

interface ItemReader {
  /** The items that end in the next piece of the document. */
  read(piece: string): Item[];
  /** What is left of a document that is cut off. */
  end(): Item[];
  /** The line at which the document ends before its end, between two items; null where it does not. */
  readonly cutAt: number | null;
  /** The names of the lists that have begun. */
  readonly lists: readonly string[];
}

// An item that has no end by then has lost a bracket or a quotation mark.
const LONGEST = 32 * 1024 * 1024; // characters
// Where the next item begins after one without an end.
const BETWEEN = /\}\s*,\s*\{/;
const MOST_RESTARTS = 1000;
// Of a text in quotation marks, all that matters.
const OF_TEXT = /["\\\n]/g;

/** Where the reader is: outside of lists, in one, or in an item of it. */
type Place = 'document' | 'list' | 'item';

/** What a character is to the item that is read. */
type Meaning = 'part' | 'end' | 'lost end';

export function createItemReader(): ItemReader {
  const names = createNameReader();
  let place: Place = 'document';
  let line = 1;
  let item = beginItem(1);
  let restarts = 0;
  const lists: string[] = [];

  const begin = (character: string): void => {
    item = beginItem(line);
    place = 'item';
    readCharacter(item, character);
  };

  const read = (piece: string): Item[] => {
    const found: Item[] = [];
    let start = 0;
    const take = (end: number): void => {
      found.push({ list: names.last(), line: item.line, text: (item.text + piece.slice(start, end)).trim() });
    };
    for (let at = 0; at < piece.length; at += 1) {
      if (place === 'item' && item.isInText && !item.isEscaped) {
        OF_TEXT.lastIndex = at;
        at = OF_TEXT.exec(piece)?.index ?? piece.length;
      }
      const character = piece.charAt(at);
      if (character === '\n') line += 1;
      if (place === 'document') {
        if (!names.read(character)) continue;
        place = 'list';
        lists.push(names.last());
      } else if (place === 'list') {
        if (character === ']') place = 'document';
        else if (character !== ',' && character.trim() !== '') {
          begin(character);
          start = at;
        }
      } else {
        const meaning = readCharacter(item, character);
        if (meaning === 'part') continue;
        take(at);
        place = character === ']' ? 'document' : 'list';
        if (character !== '{') continue;
        begin(character);
        start = at;
      }
    }
    if (place === 'item') item.text += piece.slice(start);
    return place === 'item' && item.text.length > LONGEST ? [...found, ...restart()] : found;
  };

  /** Gives up an item that has no end, and goes on behind it. */
  const restart = (): Item[] => {
    const { text, line: begun } = item;
    const next = restarts < MOST_RESTARTS ? text.search(BETWEEN) : -1;
    restarts += 1;
    place = 'list';
    const lost = next === -1 ? text : text.slice(0, next + 1);
    line = begun + countLines(lost);
    return [{ list: names.last(), line: begun, text: lost.trim() }, ...read(text.slice(lost.length))];
  };
  return {
    read,
    lists,
    get cutAt() {
      return place === 'list' || (place === 'document' && names.isOpen()) ? line : null;
    },
    end() {
      const found: Item[] = [];
      while (place === 'item') found.push(...restart());
      return found;
    },
  };
}

/** The item that is read. */
interface OpenItem {
  readonly line: number;
  text: string;
  /** The brackets that are open. */
  readonly brackets: string[];
  isInText: boolean;
  isEscaped: boolean;
  /** Whether its brackets are all closed. */
  isClosed: boolean;
  /** The last character outside of texts, blanks aside. */
  last: string;
}

function beginItem(line: number): OpenItem {
  return { line, text: '', brackets: [], isInText: false, isEscaped: false, isClosed: false, last: '' };
}

function readCharacter(item: OpenItem, character: string): Meaning {
  if (item.isInText) {
    if (item.isEscaped) item.isEscaped = false;
    else if (character === '\\') item.isEscaped = true;
    else if (character === '"') item.isInText = false;
    return 'part';
  }
  const { brackets, last } = item;
  if (character.trim() !== '') item.last = character;
  if (brackets.length === 0 && (character === ',' || character === ']')) return 'end';
  // The list ends, although the item does not.
  if (character === ']' && !brackets.includes('[')) return 'lost end';
  if (character === '{') {
    // A comma is missing between two items; or a bracket, where no object may begin.
    if (item.isClosed || (last === ',' && brackets.length === 1 && brackets[0] === '{')) return 'lost end';
    brackets.push(character);
  } else if (character === '[') brackets.push(character);
  else if (character === '}' || character === ']') close(item, character === '}' ? '{' : '[');
  else if (character === '"') item.isInText = true;
  return 'part';
}

/** Closes a bracket, and those within it that were left open. */
function close(item: OpenItem, bracket: string): void {
  const at = item.brackets.lastIndexOf(bracket);
  if (at !== -1) item.brackets.length = at;
  item.isClosed = item.brackets.length === 0;
}

interface NameReader {
  /** @returns whether a list begins. */
  read(character: string): boolean;
  /** The name of the last list. */
  last(): string;
  /** Whether the object that is the document goes on. */
  isOpen(): boolean;
}

/** Reads what stands outside of lists: of an object, the names of its fields. */
function createNameReader(): NameReader {
  let list = '';
  let text = '';
  let isInText = false;
  let isEscaped = false;
  let depth = 0;
  return {
    last: () => list,
    isOpen: () => depth > 0,
    read(character) {
      if (isInText) {
        if (isEscaped) isEscaped = false;
        else if (character === '\\') isEscaped = true;
        else if (character === '"') isInText = false;
        else if (text.length < 100) text += character;
      } else if (character === '"') [text, isInText] = ['', true];
      else if (character === '[') {
        list = text;
        return true;
      } else if (character === '{') depth += 1;
      else if (character === '}') depth -= 1;
      return false;
    },
  };
}
