import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import '../shared/style.css';
import { slug } from '../shared/page.ts';
import { Discussion } from './discussion.tsx';

const SERVICE = 'http://127.0.0.1:4000';

/** Where a site keeps who is signed in is its own affair; here, a token waits in the tab. */
const readToken = () => sessionStorage.getItem('token');

function Article() {
  const [count, setCount] = useState<number>();
  const [needsAccount, setNeedsAccount] = useState(false);
  return (
    <main>
      <h1>An article{count !== undefined && `, and ${count} comments`}</h1>
      {needsAccount && <p role="alert">Please sign in for this.</p>}
      <Discussion
        service={SERVICE}
        slug={slug}
        token={readToken}
        onReady={setCount}
        onTokenNeeded={() => setNeedsAccount(true)}
      />
    </main>
  );
}

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root.');

createRoot(root).render(
  <StrictMode>
    <Article />
  </StrictMode>,
);
