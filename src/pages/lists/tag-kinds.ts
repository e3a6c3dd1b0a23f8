import type { TagKind } from '../../domain/views/tag-view.ts';

interface KindNames {
  /** In the address of a list. */
  readonly name: string;
  /** For readers: of the list, and of one of them. */
  readonly heading: string;
  readonly one: string;
}

/** How pages name the kinds of tags. */
export const TAG_KINDS: Readonly<Record<TagKind, KindNames>> = {
  TOPIC: { name: 'topics', heading: 'Topics', one: 'Topic' },
  COMPANY: { name: 'companies', heading: 'Companies', one: 'Company' },
};
