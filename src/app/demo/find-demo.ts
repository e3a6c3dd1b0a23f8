import type { Pool } from 'pg';
import { nullable, uuid } from '../../data/database/columns.ts';
import { readRows, statement } from '../../data/database/sql.ts';
import type { DemoPost } from '../../pages/playground/playground-tabs.ts';
import { encodeGlobalId } from '../../relay/global-id.ts';
import { FLAGGED, PINNED } from './content/bus-actions.ts';
import { MODEL_POST } from './demo-content.ts';

const demoPlaces = statement('demoPlaces', {
  postId: uuid,
  flaggedId: nullable(uuid),
  pinnedId: nullable(uuid),
  heldId: nullable(uuid),
});

/**
 * What the tabs of the playground are about; null without the demo. A demo that an earlier version wrote has no held comment.
 *
 * @param kinds the kinds of reactions that the site has.
 */
export async function findDemo(pool: Pool, kinds: readonly string[]): Promise<DemoPost | null> {
  const { slug } = MODEL_POST;
  const [found] = await readRows(
    pool,
    demoPlaces`
      SELECT p.id AS "postId",
        (SELECT c.id FROM comment c WHERE c.post_id = p.id AND c.number = ${FLAGGED}) AS "flaggedId",
        (SELECT c.id FROM comment c WHERE c.post_id = p.id AND c.number = ${PINNED}) AS "pinnedId",
        (SELECT h.id FROM held_comment h WHERE h.post_id = p.id ORDER BY h.id LIMIT 1) AS "heldId"
      FROM post p WHERE p.slug = ${slug}`,
  );
  if (found === undefined) return null;

  const { postId, flaggedId, pinnedId, heldId } = found;
  const [reaction] = kinds;
  return {
    slug,
    id: encodeGlobalId('Post', postId),
    liked: pinnedId === null || reaction === undefined ? null : { id: encodeGlobalId('Comment', pinnedId), reaction },
    flaggedId: flaggedId && encodeGlobalId('Comment', flaggedId),
    heldId: heldId && encodeGlobalId('HeldComment', heldId),
  };
}
