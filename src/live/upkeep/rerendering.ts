// HTML is stored. When the renderer's version moves, what an older one made is rendered again, a few texts at a time, while the
// service runs. Nothing else of a text changes: it is not edited, and no event tells of it.
import { setImmediate } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { RENDERING_LOCK, underLock } from '../../data/database/advisory-locks.ts';
import { readOutdatedTexts, replaceHtml } from '../../data/reads/outdated-texts.ts';
import type { OutdatedText } from '../../data/reads/outdated-texts.ts';
import { CodedError } from '../../errors/coded-error.ts';
import { RENDERER_VERSION } from '../../text/markdown/render-markdown.ts';
import type { Renderer } from '../../text/renderer.ts';
import { repeat, wait } from './repeat.ts';
import type { Repeated } from './repeat.ts';

export interface RerenderingOptions {
  readonly pool: Pool;
  readonly renderer: Renderer;
  /** From 0 to 1: instances that start together do not look together. */
  readonly random: () => number;
  /** How many texts have new HTML. */
  readonly onRendered: (count: number) => void;
  /** A text that the renderer no longer takes: it keeps its HTML and is not tried again before the version moves. */
  readonly onRefused: (refused: { readonly text: OutdatedText; readonly error: unknown }) => void;
  readonly onError: (error: unknown) => void;
  /** How long it waits between two looks, at most: an hour. An older instance may write on during an upgrade. */
  readonly every?: number;
  /** Texts in a step: 20. */
  readonly step?: number;
  /** Between two steps: 100 milliseconds in which others have the database. */
  readonly pause?: number;
}

const HOUR = 3_600_000; // milliseconds

export function startRerendering(options: RerenderingOptions): Repeated {
  const { every = HOUR, random, onRendered, onError } = options;
  return repeat(
    async (signal) => {
      const count = await renderOutdated(options, signal);
      if (count > 0) onRendered(count);
    },
    { every, random, onError },
  );
}

async function renderOutdated(options: RerenderingOptions, signal: AbortSignal): Promise<number> {
  const { pool, pause = 100 } = options;
  let count = 0;
  // Without the lock: where there is nothing to do, one statement says so.
  while ((await readOutdatedTexts(pool, { version: RENDERER_VERSION, limit: 1 })).length > 0) {
    const rendered = await underLock(pool, {
      key: RENDERING_LOCK,
      work: async (client) => await renderSome(client, { ...options, signal }),
    });
    count += rendered ?? 0;
    if (rendered === null || !(await wait(pause, signal))) break;
  }
  return count;
}

async function renderSome(
  client: PoolClient,
  { renderer, step = 20, onRefused, signal }: RerenderingOptions & { signal: AbortSignal },
): Promise<number> {
  let count = 0;
  for (const text of await readOutdatedTexts(client, { version: RENDERER_VERSION, limit: step })) {
    if (signal.aborted) break;
    const { html, error } = await tryRender(renderer, text);
    const isReplaced = await replaceHtml(client, { text, version: RENDERER_VERSION, html });
    if (isReplaced && html === null) onRefused({ text, error });
    if (isReplaced && html !== null) count += 1;
    // A long text takes a while; what has come in meanwhile goes first.
    await setImmediate();
  }
  return count;
}

/** What the renderer throws because of a text, it would throw again: one bad text must not keep the others waiting. */
async function tryRender(
  renderer: Renderer,
  { body, isPost }: OutdatedText,
): Promise<{ html: string | null; error?: unknown }> {
  try {
    const { html } = await renderer.render(body, isPost ? 'post' : 'comment');
    return { html };
  } catch (error) {
    if (error instanceof CodedError) throw error; // not because of the text
    return { html: null, error };
  }
}
