import pg from 'pg';
import type { Doorbell, Listener, Ring } from './doorbell.ts';

const CHANNEL = 'colloquy_ring';
const PAYLOAD = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) (\d{1,10})$/;
const LONGEST_PAUSE = 5_000; // 5 seconds between attempts to connect again

/**
 * The doorbell of several instances on one PostgreSQL: LISTEN and NOTIFY on a connection of its own, for NOTIFY takes a
 * lock of the whole cluster at commit. What rings while a NOTIFY runs is coalesced into the next.
 */
export function createPostgresDoorbell({
  databaseUrl,
  onError,
}: {
  databaseUrl: string;
  onError: (error: unknown) => void;
}): Doorbell {
  const listeners = new Set<Listener>();
  const waiting = new Map<string, number>();
  let client: pg.Client | null = null;
  let isSending = false;
  let isClosed = false;
  let pause = 100; // milliseconds
  let retry: NodeJS.Timeout | undefined;

  async function connect(): Promise<void> {
    const candidate = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000, keepAlive: true });
    candidate.on('error', onError);
    candidate.on('end', () => {
      if (client === candidate) lose();
    });
    candidate.on('notification', ({ payload }) => {
      const ring = parseRing(payload ?? '');
      if (ring !== null) tell(ring);
    });
    try {
      await candidate.connect();
      await candidate.query(`LISTEN ${CHANNEL}`);
    } catch (error) {
      onError(error);
      void candidate.end().catch(() => undefined);
      lose();
      return;
    }
    if (isClosed) return void candidate.end().catch(() => undefined);

    client = candidate;
    pause = 100;
    for (const listener of listeners) listener.missed();
    void send();
  }

  function lose(): void {
    client = null;
    if (isClosed) return;
    retry = setTimeout(() => void connect(), pause * (0.5 + Math.random() / 2));
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }

  function tell(ring: Ring): void {
    for (const listener of listeners) listener.heard(ring);
  }

  async function send(): Promise<void> {
    if (isSending) return;
    isSending = true;
    while (client !== null && waiting.size > 0) {
      const rings = [...waiting].map(([postId, seq]) => `${postId} ${seq}`);
      waiting.clear();
      try {
        await client.query('SELECT pg_notify($1, ring) FROM unnest($2::text[]) ring', [CHANNEL, rings]);
      } catch (error) {
        // Lost: the others' slow poll finds it.
        onError(error);
      }
    }
    isSending = false;
  }

  void connect();
  return {
    ring(ring) {
      // Who follows here need not wait for the way through PostgreSQL.
      tell(ring);
      waiting.set(ring.postId, Math.max(ring.seq, waiting.get(ring.postId) ?? 0));
      void send();
    },
    listen(listener) {
      listeners.add(listener);
    },
    async close() {
      isClosed = true;
      clearTimeout(retry);
      listeners.clear();
      const last = client;
      client = null;
      await last?.end().catch(() => undefined);
    },
  };
}

/** Whoever may connect may notify: what is no ring is none. */
function parseRing(payload: string): Ring | null {
  const [, postId, seq] = PAYLOAD.exec(payload) ?? [];
  return postId === undefined || seq === undefined ? null : { postId, seq: Number(seq) };
}
