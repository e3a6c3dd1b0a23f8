import { parseUrl } from '../../text/address/parse-url.ts';
import { handleFrom } from '../../text/handle.ts';
import { MAX_ADDRESS } from '../../text/text-limits.ts';
import { hideAddress, isAddress, namePerson } from '../convert/name-person.ts';
import type { PreparedAuthor, PreparedMute } from '../prepared.ts';
import type { FoundComment, FoundPerson } from './found.ts';

/** The people of an export. */
export interface People {
  /** @returns false for one who is known: what was said first holds. */
  add(person: FoundPerson): boolean;
  /** Somebody who was not allowed to write there, by the id; the rest may be known elsewhere. */
  mute(id: string, mute: PreparedMute): void;
  /** A comment that is imported. */
  addComment(comment: FoundComment): void;
  /** What is stored as the id of a person; null for one who is not imported. To call when everything is read. */
  externalIdOf(personId: string): string | null;
  list(): {
    readonly authors: readonly PreparedAuthor[];
    /** The number of those of whom nothing is imported. */
    readonly silent: number;
    /** The number of those who were muted there and of whom nothing else is known. */
    readonly unknownMutes: number;
    /** The number of those who wrote comments, and of whom nothing else is known: they are guests. */
    readonly unknown: number;
  };
}

interface First {
  readonly id: string;
  readonly at: number;
}

export function collectPeople(): People {
  const people = new Map<string, FoundPerson>();
  const mutes = new Map<string, PreparedMute>();
  /** The first comment of each. */
  const firsts = new Map<string, First>();
  const muteOf = ({ id, mute }: FoundPerson): PreparedMute | null => mute ?? mutes.get(id) ?? null;

  const isPrivate = (person: FoundPerson): boolean => person.hasPrivateId || isAddress(person.id);
  /** Of the people whose ids are private. A file may have an id of a comment twice, and two people stay two. */
  let privateIds: ReadonlyMap<string, string> | null = null;
  const namePrivate = (): Map<string, string> => {
    const holders = new Map<string, number>();
    const ids = new Map<string, string>();
    for (const person of people.values()) {
      const first = firsts.get(person.id);
      if (first === undefined || !isPrivate(person)) continue;
      const holder = (holders.get(first.id) ?? 0) + 1;
      holders.set(first.id, holder);
      // What nobody can lead back to a mail address, and what a newer export has as well.
      ids.set(person.id, `first-comment:${first.id}${holder === 1 ? '' : `#${holder}`}`);
    }
    return ids;
  };
  const externalIdOf = (personId: string): string | null => {
    const person = people.get(personId);
    if (person === undefined) return null;
    if (!isPrivate(person)) return firsts.has(personId) || muteOf(person) ? personId : null;
    privateIds ??= namePrivate();
    return privateIds.get(personId) ?? null;
  };
  return {
    externalIdOf,
    add(person) {
      if (people.has(person.id)) return false;
      people.set(person.id, person);
      return true;
    },
    mute: (id, mute) => void mutes.set(id, mute),
    addComment({ id, personId, createdAt }) {
      if (personId === null) return;
      const at = createdAt ?? Infinity;
      const first = firsts.get(personId);
      if (first === undefined || at < first.at || (at === first.at && id < first.id)) firsts.set(personId, { id, at });
    },
    list() {
      const authors = [...people.values()].flatMap((person) => {
        const externalId = externalIdOf(person.id);
        return externalId === null ? [] : [toAuthor(person, { externalId, mute: muteOf(person) })];
      });
      const unknownMutes = [...mutes.keys()].filter((id) => !people.has(id)).length;
      const unknown = [...firsts.keys()].filter((id) => !people.has(id)).length;
      return { authors, silent: people.size - authors.length, unknownMutes, unknown };
    },
  };
}

function toAuthor(
  { name, login, avatarUrl }: FoundPerson,
  { externalId, mute }: { readonly externalId: string; readonly mute: PreparedMute | null },
): PreparedAuthor {
  const displayName = namePerson(name) || namePerson(login) || 'Unknown';
  const handle = handleFrom(hideAddress(login) || displayName);
  return { externalId, handle, displayName, avatarUrl: readPicture(avatarUrl), mute };
}

/** An address that browsers may show. That of a Gravatar has a hash of a mail address in it, which is not kept. */
function readPicture(text: string): string | null {
  const url = text.length > MAX_ADDRESS ? null : parseUrl(text);
  if (url === null) return null;
  const { protocol, hostname, href } = url;
  return protocol === 'https:' && !/(?:^|\.)(?:gravatar\.com|libravatar\.org)$/.test(hostname) ? href : null;
}
