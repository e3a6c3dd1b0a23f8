const OF_REACTIONS = '/reactions';

/** What rings for the reactions to the comments of a post. The topic of its log is the id of the post itself. */
export function topicOfReactions(postId: string): string {
  return `${postId}${OF_REACTIONS}`;
}
