import { COMMENT_SCRIPT } from './comment-script.ts';

/** What the page follows, with as much of each comment as it shows. */
export const FOLLOW_DOCUMENT = `subscription Follow($postId: ID!, $after: String) {
  discussionEvents(postId: $postId, after: $after) {
    __typename cursor
    ... on CommentAddedEvent { commentCount node { ...Shown } }
    ... on CommentEditedEvent { commentCount node { ...Shown } }
    ... on CommentWithdrawnEvent { commentCount node { ...Shown post { ...Pinned } } }
    ... on CommentHiddenEvent { commentCount node { ...Shown post { ...Pinned } } }
    ... on CommentRestoredEvent { commentCount node { ...Shown post { ...Pinned } } }
    ... on PinsChangedEvent { post { ...Pinned } }
  }
}
fragment Pinned on Post { firstWord { number } lastWord { number } }
fragment Shown on Comment {
  number depth subject bodyHtml createdAt editedAt
  parent { number }
  author { displayName avatarUrl ... on Author { handle } }
}`.replace(/\s+/g, ' ');

/**
 * Runs in the reader's browser: applies what happens to the discussion, and writes times in the reader's zone. A hidden
 * page closes its connection, of which a browser has few, and resumes from its cursor when it is visible again.
 */
export const DISCUSSION_SCRIPT = `
(() => {
  'use strict';
  const discussion = document.getElementById('comments');
  const { view, post } = discussion.dataset;
  const isEnd = 'end' in discussion.dataset;
  const list = discussion.querySelector('.list');
  const heading = discussion.querySelector('h2');
  const status = discussion.querySelector('.live');
  const news = document.querySelector('.news');
  let cursor = discussion.dataset.cursor;
  let last = Number(discussion.dataset.last);
  let unseen = 0;
${COMMENT_SCRIPT}
  document.querySelectorAll('time').forEach(writeTime);

  // An address that names a comment, and not the page that has it.
  const [, named] = /^#comment-(\\d+)$/.exec(location.hash) ?? [];
  if (named && Number(named) <= last && !isHere(named)) location.replace(linkTo(named, view));

  const seen = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting && '#' + entry.target.id === news.hash)) hideNews();
  });
  const hideNews = () => {
    seen.disconnect();
    unseen = 0;
    news.hidden = true;
  };
  news.addEventListener('click', hideNews);

  const light = (comment) => {
    comment.classList.add('fresh');
    setTimeout(() => comment.classList.remove('fresh'), 8000); // 8 seconds
  };
  const announce = (comment, author) => {
    light(comment);
    const { top, bottom } = comment.getBoundingClientRect();
    if (top < innerHeight && bottom > 0) return;
    seen.disconnect();
    seen.observe(comment);
    tell(author, { href: '#' + comment.id, way: top > 0 ? ' ↓' : ' ↑' });
  };
  const tell = (author, { href, way }) => {
    unseen += 1;
    news.href = href;
    const name = document.createElement('bdi');
    name.textContent = author.displayName;
    const mark = markOf(author);
    news.replaceChildren(unseen === 1 ? 'New: ' : unseen + ' new, the last by ', name);
    news.append((mark === '' ? '' : ' ' + mark) + way);
    news.hidden = false;
  };

  const add = (node) => {
    if (node.number <= last) return;
    last = node.number;
    discussion.querySelector('.nobody')?.remove();
    const comment = write(node);
    let isPlaced = false;
    keepPlace(() => (isPlaced = place(comment, node.parent)));
    if (node.author === null) return;
    if (isPlaced) announce(comment, node.author);
    else tell(node.author, { href: linkTo(node.number, view), way: ' →' });
  };
  const change = (node) => {
    const comment = document.getElementById('comment-' + node.number);
    if (comment === null) return; // on another page
    keepPlace(() => rewrite(comment, node));
    light(comment);
  };
  const setPin = (word, comment) => {
    const link = discussion.querySelector('.pins .' + word);
    link.hidden = comment === null;
    if (comment === null) link.removeAttribute('href');
    else link.href = isHere(comment.number) ? '#comment-' + comment.number : linkTo(comment.number, view);
  };
  // A pinned comment that is hidden or withdrawn is pinned no longer, until it is restored.
  const setPins = (post) => {
    if (!post) return;
    setPin('first', post.firstWord);
    setPin('last', post.lastWord);
  };
  const setOpen = (isOpen) => keepPlace(() => (discussion.querySelector('.closed').hidden = isOpen));

  const APPLY = {
    CommentAddedEvent: ({ node }) => add(node),
    CommentEditedEvent: ({ node }) => change(node),
    CommentWithdrawnEvent: ({ node }) => change(node),
    CommentHiddenEvent: ({ node }) => change(node),
    CommentRestoredEvent: ({ node }) => change(node),
    CommentsClosedEvent: () => setOpen(false),
    CommentsOpenedEvent: () => setOpen(true),
    DiscussionGapEvent: () => end(),
    PostUnpublishedEvent: () => end(),
  };
  const apply = (event) => {
    cursor = event.cursor;
    APPLY[event.__typename]?.(event);
    setPins(event.post ?? event.node?.post);
    const { commentCount } = event;
    if (commentCount !== undefined) heading.textContent = commentCount + (commentCount === 1 ? ' comment' : ' comments');
  };

  const HOPELESS = ['NOT_FOUND', 'BAD_CURSOR', 'CURSOR_EXPIRED'];
  let source = null;
  let retry = null;
  let failures = 0;
  const say = (state, text) => {
    status.dataset.state = state;
    status.textContent = text;
  };

  const stop = () => {
    source?.close();
    source = null;
    clearTimeout(retry);
  };
  const follow = () => {
    stop();
    const variables = JSON.stringify({ postId: post, after: cursor });
    source = new EventSource('../graphql?' + new URLSearchParams({ query: ${JSON.stringify(FOLLOW_DOCUMENT)}, variables }));
    source.addEventListener('open', () => say('live', 'live'));
    source.addEventListener('next', ({ data }) => {
      const { data: result, errors = [] } = JSON.parse(data);
      if (errors.some(({ extensions }) => HOPELESS.includes(extensions?.code))) return end();
      if (!result?.discussionEvents) return followLater();
      failures = 0;
      apply(result.discussionEvents);
    });
    source.addEventListener('complete', () => followLater());
    source.addEventListener('error', () => {
      say('away', 'reconnecting …');
      if (source?.readyState === EventSource.CLOSED) followLater(); // else the browser reconnects by itself
    });
  };
  // Pauses of 1 to 30 seconds, with jitter, so that not all readers reconnect at once.
  const followLater = () => {
    stop();
    say('away', 'reconnecting …');
    retry = setTimeout(follow, Math.min(30000, 1000 * 2 ** failures) * (0.75 + Math.random() / 2));
    failures += 1;
  };
  const end = () => {
    stop();
    document.removeEventListener('visibilitychange', look);
    say('ended', 'no longer live: load the page again');
  };
  const look = () => (document.hidden ? stop() : follow());
  document.addEventListener('visibilitychange', look);
  look();
})();
`;
