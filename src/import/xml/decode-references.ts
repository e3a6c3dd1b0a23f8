import { characterEntities } from 'character-entities';

const REFERENCE = /&(?:#(\d{1,9});|#x([\da-f]{1,8});|([a-z][a-z\d]*);)?/gi;
const OF_XML = new Map(Object.entries({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }));
const OF_HTML = new Map(Object.entries(characterEntities));

/**
 * A text as XML means it, with its references replaced. Where XML would refuse it and one meaning is sure, that is taken.
 *
 * @param onFault called with what was wrong, and where in the text.
 */
export function decodeReferences(raw: string, onFault: (message: string, at: number) => void): string {
  const end = raw.indexOf(']]>');
  if (end !== -1) onFault('"]]>" outside of CDATA, kept', end);
  if (!raw.includes('&')) return raw;
  return raw.replace(REFERENCE, (whole: string, ...found: (string | number | undefined)[]) => {
    const [decimal, hexadecimal, name, at] = found;
    const fault = (message: string, text: string): string => {
      onFault(message, Number(at));
      return text;
    };
    if (typeof name === 'string') {
      const known = OF_XML.get(name);
      if (known !== undefined) return known;
      const ofHtml = OF_HTML.get(name);
      if (ofHtml !== undefined) return fault('entities of HTML, replaced', ofHtml);
      return fault('an "&" that begins no reference, kept', whole);
    }
    if (decimal === undefined && hexadecimal === undefined)
      return fault('an "&" that begins no reference, kept', whole);
    const code = typeof decimal === 'string' ? Number(decimal) : parseInt(String(hexadecimal), 16);
    return isCharacter(code)
      ? String.fromCodePoint(code)
      : fault('references to characters that XML forbids, left out', '');
  });
}

/** https://www.w3.org/TR/xml/#NT-Char, without what no text of ours may hold. */
function isCharacter(code: number): boolean {
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd;
  return code < 0xd800 || (code > 0xdfff && code < 0xfffe) || (code > 0xffff && code <= 0x10ffff);
}
