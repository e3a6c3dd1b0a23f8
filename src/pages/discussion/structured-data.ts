import type { Discussion, DiscussionComment } from '../../domain/views/read-discussion.ts';
import type { Addresses, PostAddress } from '../../config/addresses.ts';
import type { Markup } from '../../text/markup.ts';
import { toPlainText } from '../../text/plain-text.ts';
import { writeData } from '../script-data.ts';

const SCHEMA = 'https://schema.org';

/** Schema.org's names for kinds of reactions; any other is a `ReactAction`. */
const ACTIONS: Readonly<Record<string, string>> = {
  like: 'LikeAction',
  dislike: 'DislikeAction',
  agree: 'AgreeAction',
  disagree: 'DisagreeAction',
};

type Data = Readonly<Record<string, unknown>>;

/** The discussion as search engines read it: a `DiscussionForumPosting`, and the comments of the page, each under what it answers. */
export function writeStructuredData({ post, items }: Discussion, addresses: Addresses): Markup {
  const { title, bodyHtml, author, publishedAt, updatedAt, commentCount, kicker, tags } = post;
  const url = addresses.ofPost(post);
  const posting = {
    '@context': SCHEMA,
    '@type': 'DiscussionForumPosting',
    '@id': url,
    url,
    mainEntityOfPage: url,
    headline: title,
    ...(kicker !== null && { alternativeHeadline: kicker }),
    ...(bodyHtml !== null && { text: toPlainText(bodyHtml) }),
    ...(author !== null && {
      author: describePerson({ displayName: author.displayName, account: author }, addresses),
    }),
    ...(publishedAt && { datePublished: publishedAt.toISOString() }),
    dateModified: updatedAt.toISOString(),
    keywords: tags.map(({ label }) => label),
    commentCount,
    interactionStatistic: countOf('CommentAction', commentCount),
    comment: nest(items, { post, addresses }),
  };
  return writeData('application/ld+json', posting);
}

interface Place {
  readonly post: PostAddress;
  readonly addresses: Addresses;
}

/** Those whose parent is on another page stand at the top. A parent comes before its replies in either view. */
function nest(comments: readonly DiscussionComment[], place: Place): Data[] {
  const top: Data[] = [];
  const below = new Map<number, Data[]>();
  for (const comment of comments) {
    const replies: Data[] = [];
    below.set(comment.number, replies);
    (below.get(comment.path.at(-2) ?? 0) ?? top).push({ ...describe(comment, place), comment: replies });
  }
  return top;
}

function describe({ number, content, reactions }: DiscussionComment, { post, addresses }: Place): Data {
  const url = addresses.ofComment({ slug: post.slug, pageUrl: post.pageUrl, number });
  const identified = { '@type': 'Comment', '@id': url, url };
  if (content === null) return { ...identified, creativeWorkStatus: 'Deleted' };

  const { commenter, subject, bodyHtml, createdAt, editedAt } = content;
  return {
    ...identified,
    ...(subject !== null && { headline: subject }),
    text: toPlainText(bodyHtml),
    author: describePerson(commenter, addresses),
    datePublished: createdAt.toISOString(),
    ...(editedAt !== null && { dateModified: editedAt.toISOString() }),
    ...(reactions.length > 0 && {
      interactionStatistic: reactions.map(({ kind, count }) => countReactions(kind, count)),
    }),
  };
}

interface Person {
  readonly displayName: string;
  /** Null for a guest. */
  readonly account: { readonly handle: string } | null;
}

function describePerson({ displayName, account }: Person, addresses: Addresses): Data {
  const person = { '@type': 'Person', name: displayName };
  return account === null ? person : { ...person, url: addresses.ofAuthor(account.handle) };
}

function countReactions(kind: string, count: number): Data {
  return { ...countOf(ACTIONS[kind] ?? 'ReactAction', count), name: kind };
}

function countOf(action: string, count: number): Data {
  return {
    '@type': 'InteractionCounter',
    interactionType: { '@type': action },
    userInteractionCount: count,
  };
}
