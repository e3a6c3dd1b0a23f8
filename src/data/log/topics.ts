// What rings: the log of a post, whose topic is the id of the post; that of all posts; and the reactions to the comments of a post, which
// are no part of its log.

const OF_REACTIONS = '/reactions';

/** The topic of the reactions to the comments of a post. */
export function topicOfReactions(postId: string): string {
  return `${postId}${OF_REACTIONS}`;
}

/** The posts of the topics of one kind. */
export function postsOf(topics: readonly string[], kind: 'log' | 'reactions'): string[] {
  if (kind === 'log') return topics.filter((topic) => !topic.endsWith(OF_REACTIONS));
  return topics.filter((topic) => topic.endsWith(OF_REACTIONS)).map((topic) => topic.slice(0, -OF_REACTIONS.length));
}
