import { DEEPEST } from './comment-html.ts';

/**
 * The part of the page's script that writes comments, from the templates of the page. Texts become text; only `bodyHtml`,
 * which is sanitised, becomes HTML. It takes `view`, `isEnd` and `list` from the script around it.
 */
export const COMMENT_SCRIPT = `
  const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
  const hour = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
  const writeTime = (time) => {
    const date = new Date(time.dateTime);
    time.textContent = day.format(date) + ', ' + hour.format(date);
  };
  const setTime = (time, moment) => {
    time.dateTime = moment;
    writeTime(time);
  };

  // As in the templates: no guest looks like an account.
  const markOf = ({ handle, displayName }) =>
    handle !== undefined ? '@' + handle : displayName === 'Guest' ? '' : 'guest';

  const isHere = (number) => document.getElementById('comment-' + number) !== null;
  const linkTo = (number, order) =>
    (order === 'thread' ? '?view=thread&' : '?') + 'comment=' + number + '#comment-' + number;

  const write = ({ number, depth, subject, bodyHtml, createdAt, editedAt, parent, author }) => {
    const template = document.getElementById(author === null ? 'withdrawn' : 'shown');
    const comment = template.content.firstElementChild.cloneNode(true);
    const part = (name) => comment.querySelector(name);
    comment.id = 'comment-' + number;
    comment.className = 'comment d' + Math.min(depth, ${DEEPEST});
    comment.dataset.depth = depth;
    part('.number').textContent = number;
    part('.self').href = linkTo(number, view);
    part('.other').href = linkTo(number, view === 'time' ? 'thread' : 'time');
    comment.querySelectorAll('.which').forEach((which) => (which.textContent = ' comment ' + number));
    if (parent === null) part('.answers').remove();
    else {
      part('.answers').href = isHere(parent.number) ? '#comment-' + parent.number : linkTo(parent.number, view);
      part('.answers').textContent = 'in reply to #' + parent.number;
    }
    if (author === null) return comment;

    part('.subject').textContent = subject ?? '';
    part('.avatar').src = author.avatarUrl;
    part('.name').textContent = author.displayName;
    part('.name').classList.add(author.handle === undefined ? 'guest' : 'account');
    const mark = markOf(author);
    if (mark === '') part('.handle').remove();
    else if (author.handle === undefined) part('.handle').textContent = ' ' + mark;
    else {
      part('.handle a').href = '../authors/' + author.handle;
      part('.handle a').textContent = mark;
    }
    setTime(part('time'), createdAt);
    if (editedAt === null) part('.edited').remove();
    else setTime(part('.edited time'), editedAt);
    part('.text').innerHTML = bodyHtml;
    return comment;
  };

  // In a thread after the last descendant of the parent: numbers grow, so a new reply is the last of its siblings.
  const findEnd = (parent) => {
    if (view === 'time' || parent === null) return list.lastElementChild;
    let end = document.getElementById('comment-' + parent.number);
    const depth = Number(end?.dataset.depth);
    while (Number(end?.nextElementSibling?.dataset.depth) > depth) end = end.nextElementSibling;
    return end;
  };
  // What comes after the last comment of the page stands here only where no other page follows.
  const place = (comment, parent) => {
    const end = findEnd(parent);
    if (!isEnd && (end === null || end === list.lastElementChild)) return false;
    if (view === 'thread' && parent !== null && end === null) return false;
    if (end === null) list.append(comment);
    else end.after(comment);
    return true;
  };

  // The links of the footer stay: one of them may have the focus.
  const rewrite = (comment, node) => {
    const footer = comment.querySelector('footer');
    if (node.author === null) footer.querySelector('.reactions')?.remove();
    const rewritten = write(node);
    while (comment.firstChild !== footer) comment.firstChild.remove();
    while (rewritten.firstChild.localName !== 'footer') footer.before(rewritten.firstChild);
  };

  // Changes the list without moving the comment in the middle of the window, which the reader is reading.
  const keepPlace = (change) => {
    const read = document.elementFromPoint(innerWidth / 2, innerHeight / 2)?.closest('.comment');
    const before = read?.getBoundingClientRect().top;
    change();
    if (read) scrollBy({ top: read.getBoundingClientRect().top - before, behavior: 'instant' });
  };
`;
