import { Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { loadQuery, RelayEnvironmentProvider } from 'react-relay';
import '../shared/style.css';
import { slug } from '../shared/page.ts';
import { Discussion, DISCUSSION } from './discussion.tsx';
import { environment } from './environment.ts';
import type { discussionQuery } from './__generated__/discussionQuery.graphql.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root.');

const discussion = loadQuery<discussionQuery>(environment, DISCUSSION, { slug });

createRoot(root, { onUncaughtError: (error) => (root.textContent = String(error)) }).render(
  <RelayEnvironmentProvider environment={environment}>
    <Suspense fallback={<main>Loading …</main>}>
      <Discussion queryRef={discussion} />
    </Suspense>
  </RelayEnvironmentProvider>,
);
