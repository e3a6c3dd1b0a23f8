import { expect, it } from 'vitest';
import { findIdenticon } from '../../src/embed/view/identicon.ts';
import { openInProcess } from '../http/stand-in.ts';

const { fetch } = openInProcess();

// Of the last one the library draws nothing.
it.each(['f16fd6b7d3d0d208da805eb68310dea3', '4f2a9c0b', '0', 'a'.repeat(64), '11f25b75'])(
  'draws of the seed %s what the service draws',
  async (seed) => {
    const file = await (await fetch(new Request(`http://127.0.0.1:4000/avatars/${seed}.svg`))).text();

    const { fill, squares } = findIdenticon(seed);

    expect(fill).toBe(/fill="([^"]+)"/.exec(file)?.[1]);
    const drawn = [...file.matchAll(/<rect x="(\d)" y="(\d)" width="1" height="1"\/>/g)];
    expect(drawn.length).toBeGreaterThan(0);
    expect(squares).toBe(drawn.map(([, x, y]) => `M${x} ${y}h1v1h-1z`).join(''));
  },
);
