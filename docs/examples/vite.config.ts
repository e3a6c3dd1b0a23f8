import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import relay from 'vite-plugin-relay';

const service = process.env['COLLOQUY_URL'] ?? 'http://127.0.0.1:4000';

// The pages and the service share one origin, as they would behind a reverse proxy: the service's ORIGINS stays empty.
const proxy = { '/graphql': { target: service, ws: true } };

// The service trusts a page that was loaded from an address by number, so the page is not served as `localhost`.
const host = '127.0.0.1';

export default defineConfig({
  plugins: [react(), relay],
  server: { host, proxy },
  preview: { host, proxy },
  build: {
    rolldownOptions: {
      input: ['index.html', ...['apollo', 'urql', 'relay', 'react', 'plain'].map((name) => `${name}/index.html`)],
    },
  },
});
