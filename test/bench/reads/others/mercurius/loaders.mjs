// The relations: one statement for all parents of a level of the answer, by their ids.
import { firstPage, lastPage } from './page.mjs';
import {
  findAuthors,
  findComments,
  findDiscussions,
  findLastComments,
  findReplies,
  findTags,
  findTopLevel,
} from './statements.mjs';

export const loaders = {
  Post: {
    author: (queries) => findEach(findAuthors, queries, ({ authorId }) => authorId),
    async tags(queries) {
      const tags = groupByParent(await findTags(idsOf(queries)));
      return queries.map(({ obj }) => tags.get(obj.id) ?? []);
    },
    async commentCount(queries) {
      const discussions = await findEach(findDiscussions, queries, ({ id }) => id);
      return discussions.map(({ commentCount }) => commentCount);
    },
    async comments(queries) {
      const sizes = queries.map(({ params }) => params.last);
      const comments = groupByParent(await findLastComments(idsOf(queries), sizes));
      return queries.map(({ obj }, index) => lastPage(comments.get(obj.id) ?? [], { size: sizes[index], cursorOf }));
    },
    async replies(queries) {
      const sizes = queries.map(({ params }) => params.first);
      const [comments, discussions] = await Promise.all([
        findTopLevel(idsOf(queries), sizes).then(groupByParent),
        findEach(findDiscussions, queries, ({ id }) => id),
      ]);
      return queries.map(({ obj }, index) => {
        const { topLevelPlaces: totalCount } = discussions[index];
        return firstPage(comments.get(obj.id) ?? [], { size: sizes[index], cursorOf, totalCount });
      });
    },
  },
  Comment: {
    author: (queries) => findEach(findAuthors, queries, ({ authorId }) => authorId),
    parent: (queries) => findEach(findComments, queries, ({ parentId }) => parentId),
    async replies(queries) {
      const answered = queries.filter(({ obj }) => obj.replyPlaces > 0);
      const replies = answered.length === 0 ? new Map() : await findAllReplies(answered);
      return queries.map(({ obj, params }) =>
        firstPage(replies.get(obj.id) ?? [], { size: params.first, cursorOf, totalCount: obj.replyPlaces }),
      );
    },
  },
};

async function findAllReplies(queries) {
  const sizes = queries.map(({ params }) => params.first);
  const postIds = queries.map(({ obj }) => obj.postId);
  return groupByParent(await findReplies(idsOf(queries), sizes, postIds));
}

/** For each parent the row that it refers to, or null. */
async function findEach(find, queries, idOf) {
  const ids = new Set(queries.map(({ obj }) => idOf(obj)).filter((id) => id !== null));
  const rows = ids.size === 0 ? [] : await find([...ids]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return queries.map(({ obj }) => byId.get(idOf(obj)) ?? null);
}

function groupByParent(rows) {
  const groups = new Map();
  for (const row of rows) {
    const group = groups.get(row.parent);
    if (group === undefined) groups.set(row.parent, [row]);
    else group.push(row);
  }
  return groups;
}

function idsOf(queries) {
  return queries.map(({ obj }) => obj.id);
}

function cursorOf({ number }) {
  return String(number);
}
