import { Tokenizer } from 'htmlparser2';

/** What stands in an XML document, in its order. Which tags belong together is for who reads them. */
interface XmlHandlers {
  /** A declaration or a processing instruction: `?xml`, `!DOCTYPE`. */
  onDeclaration(name: string, at: number): void;
  onOpen(tag: { readonly name: string; readonly attributes: Readonly<Record<string, string>> }, at: Opening): void;
  onClose(name: string, at: number): void;
  /** References in it are not replaced. Of one text there may be several pieces. */
  onText(text: string, at: number): void;
  onCdata(text: string, at: number): void;
}

interface Opening {
  /** Where the name stands, in characters from the start of the document. */
  readonly at: number;
  /** `<a/>` opens an element and ends it. */
  readonly isWhole: boolean;
}

interface XmlTokens {
  write(piece: string): void;
  end(): void;
}

/**
 * Reads XML piece by piece. Nothing is an error: what no XML has is text. Every tag is told as it stands there, so that an element without
 * an end costs nothing: a parser that keeps those that are open takes time for each of them.
 */
export function createXmlTokens(handlers: XmlHandlers): XmlTokens {
  /** What may be asked for: from the end of the last token on. */
  let held = '';
  let heldFrom = 0;
  let told = 0;
  let tag = { name: '', at: 0, attributes: new Map<string, string>() };
  let attribute = { name: '', value: '' };

  const take = (start: number, end: number): string => {
    told = end;
    return held.slice(start - heldFrom, end - heldFrom);
  };
  const open = (end: number, isWhole: boolean): void => {
    told = end;
    handlers.onOpen({ name: tag.name, attributes: Object.fromEntries(tag.attributes) }, { at: tag.at, isWhole });
  };
  const readName = (start: number, end: number): string => /^[^\s/]*/.exec(take(start, end))?.[0] ?? '';
  const skip = (_start: number, end: number): void => {
    told = end;
  };

  const tokenizer = new Tokenizer(
    { xmlMode: true, decodeEntities: false },
    {
      onopentagname: (start, end) => (tag = { name: take(start, end), at: start, attributes: new Map() }),
      onattribname: (start, end) => (attribute = { name: take(start, end), value: '' }),
      onattribdata: (start, end) => (attribute.value += take(start, end)),
      onattribend(_quote, end) {
        told = end;
        if (!tag.attributes.has(attribute.name)) tag.attributes.set(attribute.name, attribute.value);
      },
      onopentagend: (end) => open(end, false),
      onselfclosingtag: (end) => open(end, true),
      onclosetag: (start, end) => handlers.onClose(take(start, end), start),
      ontext: (start, end) => handlers.onText(take(start, end), start),
      oncdata: (start, end, ofEnd) => handlers.onCdata(take(start, end - ofEnd), start),
      ondeclaration: (start, end) => handlers.onDeclaration(`!${readName(start, end)}`, start),
      onprocessinginstruction: (start, end) => handlers.onDeclaration(`?${readName(start, end)}`, start),
      oncomment: skip,
      // Without their decoding there are none.
      onattribentity: () => undefined,
      ontextentity: () => undefined,
      onend: () => undefined,
    },
  );
  return {
    write(piece) {
      held = held.slice(told - heldFrom) + piece;
      heldFrom = told;
      tokenizer.write(piece);
    },
    end: () => tokenizer.end(),
  };
}
