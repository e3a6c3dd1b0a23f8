import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { isNotModified } from './conditional.ts';

interface Made {
  readonly plain: Uint8Array<ArrayBuffer>;
  readonly zipped: Uint8Array<ArrayBuffer>;
  readonly etag: string;
}

/** A page that never changes: made and compressed once, at its first request. */
export class CachedPage {
  readonly #make: () => string | Promise<string>;
  readonly #headers: Readonly<Record<string, string>>;
  #made: Promise<Made> | null = null;

  constructor(make: () => string | Promise<string>, headers: Readonly<Record<string, string>>) {
    this.#make = make;
    this.#headers = headers;
  }

  async answer(request: Request): Promise<Response> {
    const { plain, zipped, etag } = await this.#makeOnce();
    const headers = { 'cache-control': 'no-cache', ...this.#headers, etag, vary: 'accept, accept-encoding' };
    if (isNotModified(request, etag)) return new Response(null, { status: 304, headers });

    const isZipped = /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(request.headers.get('accept-encoding') ?? '');
    const body = isZipped ? zipped : plain;
    return new Response(body, {
      headers: {
        ...headers,
        'content-length': String(body.byteLength),
        ...(isZipped && { 'content-encoding': 'gzip' }),
      },
    });
  }

  /** A failure is not kept: the next request tries again. */
  #makeOnce(): Promise<Made> {
    this.#made ??= make(this.#make).catch((error: unknown) => {
      this.#made = null;
      throw error;
    });
    return this.#made;
  }
}

async function make(text: () => string | Promise<string>): Promise<Made> {
  const plain = new TextEncoder().encode(await text());
  const etag = `W/"${createHash('sha256').update(plain).digest('base64url').slice(0, 27)}"`;
  // gzip rather than brotli, whose best takes 12 seconds for the playground.
  return { plain, zipped: new Uint8Array(await promisify(gzip)(plain)), etag };
}
