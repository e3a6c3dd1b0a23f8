/** The limit: a page that asks the same question and writes the answers one below the other, with nothing live and nothing to press. */
export const PLAIN_LIST = `<div id="list"></div>
<script type="module">
  const list = document.getElementById('list');
  const QUERY = 'query ($id: ID!, $after: String) { post(by: { id: $id }) { comments(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes { number bodyHtml author { displayName } } } } }';
  let after = null;
  window.more = async () => {
    const search = new URLSearchParams({ query: QUERY, variables: JSON.stringify({ id: 'POST', after }) });
    const { data } = await (await fetch('SERVICE/graphql?' + search)).json();
    const { nodes, pageInfo } = data.post.comments;
    list.insertAdjacentHTML('beforeend', nodes.map(({ number, bodyHtml, author }) => '<article class="comment"><b>' + author.displayName + '</b> #' + number + bodyHtml + '</article>').join(''));
    after = pageInfo.endCursor;
    return pageInfo.hasNextPage;
  };
  await window.more();
</script>`;
