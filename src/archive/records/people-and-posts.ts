import { AccountRole, TagKind } from '../../generated/prisma/enums.ts';
import { address, bool, handle, int, nullable, oneOf, slug, text, texts, time, uuid } from '../fields.ts';
import type { Kind } from '../kind.ts';

const imported = { source: nullable(text), externalId: nullable(text) };

/** What lets a client repeat a mutation safely. */
const repeatable = { clientMutationId: nullable(text), clientMutationHash: nullable(text) };

export const PEOPLE_AND_POSTS: readonly Kind[] = [
  {
    type: 'author',
    table: 'author',
    key: ['id'],
    fields: {
      id: uuid,
      issuer: nullable(text),
      subject: nullable(text),
      handle,
      displayName: text,
      avatarUrl: nullable(address),
      role: oneOf('account_role', AccountRole),
      staffNames: texts,
      ...imported,
      createdAt: time,
    },
  },
  {
    type: 'tag',
    table: 'tag',
    key: ['id'],
    fields: { id: uuid, slug, label: text, kind: oneOf('tag_kind', TagKind), createdAt: time },
  },
  {
    type: 'post',
    table: 'post',
    key: ['id'],
    fields: {
      id: uuid,
      slug,
      title: text,
      kicker: nullable(text),
      excerpt: text,
      body: nullable(text),
      authorId: nullable(uuid),
      pageUrl: nullable(address),
      isListed: bool,
      publishedAt: nullable(time),
      createdAt: time,
      updatedAt: time,
      ...repeatable,
      ...imported,
    },
  },
  {
    type: 'formerSlug',
    table: 'former_slug',
    key: ['slug'],
    // Any text: it is what could not be a slug here.
    fields: { slug: text, postId: uuid },
  },
  {
    type: 'postTag',
    table: 'post_tag',
    key: ['postId', 'tagId'],
    fields: { postId: uuid, tagId: uuid, place: int },
  },
  {
    type: 'premoderationRule',
    table: 'premoderation_rule',
    key: ['id'],
    fields: { id: uuid, postId: nullable(uuid), tagId: nullable(uuid), rule: text },
  },
];
