/** What the page follows: as much of each comment as it shows. */
const FOLLOW = `subscription Follow($postId: ID!, $after: String) {
  commentAdded(postId: $postId, after: $after) {
    cursor
    node {
      number depth subject bodyHtml createdAt
      parent { number }
      author { displayName ... on Author { handle } }
    }
  }
}`.replace(/\s+/g, ' ');

/**
 * Runs in the reader's browser: lets the discussion go on, and writes times in the reader's zone. Texts become text;
 * only `bodyHtml`, which is sanitised, becomes HTML. A page that nobody looks at holds no connection, of which a browser
 * has few: it goes on from its cursor when it is looked at again.
 */
export const DISCUSSION_SCRIPT = `
(() => {
  'use strict';
  const discussion = document.getElementById('comments');
  const { view, slug, post, open } = discussion.dataset;
  const list = discussion.querySelector('.list');
  const heading = discussion.querySelector('h2');
  const status = discussion.querySelector('.live');
  const news = document.querySelector('.news');
  let cursor = discussion.dataset.cursor;
  let last = Number(discussion.dataset.last);
  let count = parseInt(heading.textContent, 10);
  let unseen = 0;

  const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
  const hour = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
  const writeTime = (time) => {
    const date = new Date(time.dateTime);
    time.textContent = day.format(date) + ', ' + hour.format(date);
  };
  document.querySelectorAll('time').forEach(writeTime);
  if (open !== 'true') return;

  const write = ({ number, depth, subject, bodyHtml, createdAt, parent, author }) => {
    const template = document.getElementById(author === null ? 'withdrawn' : 'shown');
    const comment = template.content.firstElementChild.cloneNode(true);
    const part = (name) => comment.querySelector(name);
    comment.id = 'comment-' + number;
    comment.className = 'comment d' + Math.min(depth, 8);
    comment.dataset.depth = depth;
    part('.number').textContent = number;
    part('.self').href = '#' + comment.id;
    part('.other').href = (view === 'time' ? '?view=thread#' : slug + '#') + comment.id;
    if (parent === null) part('.answers').remove();
    else {
      part('.answers').href = '#comment-' + parent.number;
      part('.answers').textContent = 'in reply to #' + parent.number;
    }
    if (author === null) return comment;

    part('.subject').textContent = subject ?? '';
    part('.name').textContent = author.displayName;
    const isAccount = author.handle !== undefined;
    part('.name').classList.add(isAccount ? 'account' : 'guest');
    part('.handle').textContent = isAccount ? '@' + author.handle : author.displayName === 'Guest' ? '' : 'guest';
    part('time').dateTime = createdAt;
    writeTime(part('time'));
    part('.text').innerHTML = bodyHtml;
    return comment;
  };

  // In a thread after the parent's last descendant: numbers grow, so a new reply is the last of its siblings.
  const place = (comment, parent) => {
    const above = view === 'thread' && parent !== null ? document.getElementById('comment-' + parent.number) : null;
    if (above === null) {
      if (view === 'thread' && parent !== null) comment.classList.add('loose');
      return list.append(comment);
    }
    let end = above;
    const isUnder = (next) => next !== null && Number(next.dataset.depth) > Number(above.dataset.depth);
    while (isUnder(end.nextElementSibling)) end = end.nextElementSibling;
    end.after(comment);
  };

  const seen = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting && '#' + entry.target.id === news.hash)) hideNews();
  });
  const hideNews = () => {
    seen.disconnect();
    unseen = 0;
    news.hidden = true;
  };
  news.addEventListener('click', hideNews);

  const announce = (comment, name) => {
    comment.classList.add('fresh');
    setTimeout(() => comment.classList.remove('fresh'), 8000); // 8 seconds
    const { top, bottom } = comment.getBoundingClientRect();
    if (top < innerHeight && bottom > 0) return;
    unseen += 1;
    seen.disconnect();
    seen.observe(comment);
    news.hash = comment.id;
    news.textContent = (unseen === 1 ? 'New: ' + name : unseen + ' new, the last by ' + name) + (top > 0 ? ' ↓' : ' ↑');
    news.hidden = false;
  };

  const add = (node) => {
    if (node.number <= last) return;
    last = node.number;
    discussion.querySelector('.nobody')?.remove();
    const comment = write(node);
    place(comment, node.parent);
    if (node.author === null) return;
    count += 1;
    heading.textContent = count + (count === 1 ? ' comment' : ' comments');
    announce(comment, node.author.displayName);
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
    source = new EventSource('../graphql?' + new URLSearchParams({ query: ${JSON.stringify(FOLLOW)}, variables }));
    source.addEventListener('open', () => say('live', 'live'));
    source.addEventListener('next', ({ data }) => {
      const { data: result, errors = [] } = JSON.parse(data);
      if (errors.some(({ extensions }) => HOPELESS.includes(extensions?.code))) return end();
      if (!result?.commentAdded) return followLater();
      failures = 0;
      cursor = result.commentAdded.cursor;
      add(result.commentAdded.node);
    });
    source.addEventListener('complete', () => followLater());
    source.addEventListener('error', () => {
      say('away', 'reconnecting …');
      if (source?.readyState === EventSource.CLOSED) followLater(); // else the browser comes back by itself
    });
  };
  // Pauses of 1 to 30 seconds, uneven, so that not all readers come back at once.
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
