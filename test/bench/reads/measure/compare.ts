// Before anything is timed, the contestants must answer alike: apart from how they write ids and cursors.
import { Agent } from 'node:http';
import { post } from '../../shared/post.ts';
import { COUNTER, type Case } from '../cases.ts';
import { makeRequests } from '../client/request-bytes.ts';
import type { Running } from '../servers/start-contestant.ts';

/** The requests of a case that are compared. */
export const COMPARED = 12;

export interface Answers {
  readonly contestant: string;
  /** By request, as JSON has them, with ids and cursors made alike. */
  readonly answers: readonly unknown[];
}

interface Asked {
  readonly running: Running;
  readonly tokens: readonly string[];
  readonly one: Case;
  /** The first number of what is written; a number is used once, or it is a retry. */
  readonly from: number;
}

/** The answers of a contestant to some requests of a case. */
export async function readAnswers(contestant: string, { running, tokens, one, from }: Asked): Promise<Answers> {
  const step = Math.max(1, Math.floor(one.variables.length / COMPARED));
  const requests = makeRequests(one, { port: running.port, tokens: one.writes ? tokens : [] });
  const answers: unknown[] = [];
  for (let index = 0; index < COMPARED; index += 1) {
    const request = requests[(index * step) % requests.length] ?? '';
    const text = request.replaceAll(COUNTER, String(from + index).padStart(COUNTER.length, '0'));
    answers.push(makeAlike(inCommonForm(one, await send(running.port, text))));
  }
  return { contestant, answers };
}

interface Answer {
  readonly data?: unknown;
  readonly errors?: unknown;
}

async function send(port: number, request: string): Promise<Answer> {
  const [head = '', body = ''] = request.split('\r\n\r\n');
  const [, token = null] = /\r\nAuthorization: Bearer (.*)/.exec(head) ?? [];
  // On a connection of its own: a server may be about to end one that was idle.
  const text = await post(`http://127.0.0.1:${port}/graphql`, { agent: new Agent(), token, body });
  // What a server adds to its answers in `extensions` is its own affair.
  const { data, errors } = JSON.parse(text) as Answer;
  return { data, errors };
}

/** An answer with errors is shown as it is. */
function inCommonForm({ toCommonForm }: Case, { data, errors }: Answer): Answer {
  if (toCommonForm === undefined || errors !== undefined) return { data, errors };
  return { data: toCommonForm(data as never), errors };
}

/** Where two contestants differ first; null where they do not. */
export function findDifference(expected: Answers, found: Answers): string | null {
  const place = differ(expected.answers, found.answers, 'answer');
  return place === null ? null : `${expected.contestant} and ${found.contestant} differ at ${place}`;
}

function differ(expected: unknown, found: unknown, path: string): string | null {
  if (!isObject(expected) || !isObject(found)) {
    return expected === found ? null : `${path}: ${show(expected)} and ${show(found)}`;
  }
  for (const key of new Set([...Object.keys(expected), ...Object.keys(found)])) {
    const place = differ(expected[key], found[key], `${path}.${key}`);
    if (place !== null) return place;
  }
  return null;
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 200);
}

/** What a database or a contestant gives to each new comment is not compared. */
const OWN_OF_A_NEW_COMMENT = ['id', 'number'];
const CURSORS = ['cursor', 'startCursor', 'endCursor'];
const TIMES = ['createdAt', 'publishedAt'];
const DRAWN = /\/avatars\/[0-9a-f]{32}\.svg$/; // for whoever has no picture, by this service alone

function makeAlike(value: unknown, key = '', below = ''): unknown {
  if (below === 'comment' && OWN_OF_A_NEW_COMMENT.includes(key)) return `its own ${key}`;
  if (value !== null && CURSORS.includes(key)) return 'a cursor';
  if (typeof value === 'string' && key === 'id') return rowOf(value);
  if (typeof value === 'string' && key === 'avatarUrl' && DRAWN.test(value)) return null;
  if (typeof value === 'string' && TIMES.includes(key)) return new Date(value).toISOString();
  if (Array.isArray(value)) return value.map((one) => makeAlike(one, key, below));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, makeAlike(one, name, key)]));
}

/** The row of an id, whether it is written as it is or in base64 after the name of its type. */
function rowOf(id: string): string {
  const [, row] = /:([0-9a-f-]{36})$/.exec(Buffer.from(id, 'base64url').toString('latin1')) ?? [];
  return row ?? id;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
