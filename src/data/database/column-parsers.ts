// How the hot types of columns are read. The parsers that come with `pg` are general: of a page of comments, dates and paths took
// more time than everything else that is not text.
import pg from 'pg';

/** PostgreSQL's numbers of types. */
const TIMESTAMPTZ = 1184;
const INT4_ARRAY = 1007;

const SECONDS = 19; // characters up to the seconds
const ZERO = 48; // the character code of 0
const COMMA = 44;
const HYPHEN = 45;

interface Types {
  getTypeParser(oid: number, format?: 'text' | 'binary'): (text: string) => unknown;
}

// Its own declaration knows some of PostgreSQL's types only.
const typesOfPg: Types = pg.types;

const ownParsers: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [TIMESTAMPTZ, parseTime],
  [INT4_ARRAY, parseInts],
]);

/** The parsers of a connection: our own where there are any, otherwise those of `pg`. */
export const columnParsers: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    (format === 'binary' ? undefined : ownParsers.get(oid)) ?? typesOfPg.getTypeParser(oid, format),
};

const parseAnyTime = typesOfPg.getTypeParser(TIMESTAMPTZ);
const parseAnyInts = typesOfPg.getTypeParser(INT4_ARRAY);

let day = '';
let startOfDay = 0;

/** `2026-11-27 01:02:03.456+00`, as a connection in UTC writes it. Rows that are read together are often of one day. */
function parseTime(text: string): unknown {
  if (!text.endsWith('+00') || text.charCodeAt(4) !== HYPHEN) return parseAnyTime(text);
  const ofText = text.slice(0, 10);
  if (ofText !== day) {
    startOfDay = Date.parse(ofText);
    day = ofText;
  }
  const seconds = readTwo(text, 11) * 3_600 + readTwo(text, 14) * 60 + readTwo(text, 17);
  let millis = 0;
  for (let place = SECONDS + 1, unit = 100; place < text.length - 3 && unit >= 1; place += 1, unit /= 10) {
    millis += (text.charCodeAt(place) - ZERO) * unit;
  }
  return new Date(startOfDay + seconds * 1_000 + millis);
}

function readTwo(text: string, place: number): number {
  return (text.charCodeAt(place) - ZERO) * 10 + text.charCodeAt(place + 1) - ZERO;
}

/** `{1,23}`: numbers that are not negative, as those of comments are. */
function parseInts(text: string): unknown {
  const numbers: number[] = [];
  let number = 0;
  for (let place = 1; place < text.length; place += 1) {
    const code = text.charCodeAt(place);
    const digit = code - ZERO;
    if (digit >= 0 && digit <= 9) number = number * 10 + digit;
    else if (place > 1 && (code === COMMA || place === text.length - 1)) {
      numbers.push(number);
      number = 0;
    } else return parseAnyInts(text);
  }
  return numbers;
}
