import { ApolloProvider } from '@apollo/client/react';
import { createRoot } from 'react-dom/client';
import '../shared/style.css';
import { slug } from '../shared/page.ts';
import { client } from './client.ts';
import { Discussion } from './discussion.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root.');

createRoot(root).render(
  <ApolloProvider client={client}>
    <Discussion slug={slug} />
  </ApolloProvider>,
);
