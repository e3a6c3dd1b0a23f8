import type { DemoPost } from '../demo-shapes.ts';

export const LIBRARY_POST: DemoPost = {
  slug: 'the-library-that-lends-silence',
  title: 'The Library That Lends Silence',
  kicker: 'Culture',
  by: 'mirela',
  hoursAgo: 30,
  lastCommentMinutesAgo: 95,
  topics: ['Libraries', 'Quiet'],
  companies: ['Aldous & Daughters'],
  body: `The rarest item in the catalogue of the Port Ellery Library cannot be taken home. Its shelf mark is **SIL 1**, it is lent by the half hour, and at the time of writing there are fourteen people in the queue for it.

It is a room of two metres by three, lined with the felt that [Aldous & Daughters](https://example.org/aldous) had left over from a century of pianos. It holds one chair. There is no window, no socket, and no sign asking you to be quiet, since there is nobody to be quiet at.

> We lend what people can't keep at home. It used to be encyclopaedias.
>
> — *Bettina Aldous, chief librarian, and one of the daughters*

Borrowers are asked one question when they come out: what did you hear? The answers go on cards, in a drawer, under S. I was allowed to read some of them.

- "My own eyelids."
- "The sea, which I now think is me."
- "A tune that my father whistled. I had lost it in 2009."
- "Nothing. May I renew?"

There is a fine for overstaying. It is to be read to, aloud, at the issue desk, for as long as you were late. Ms Aldous says that since May eleven people have overstayed on purpose.
`,
  comments: [
    {
      number: 1,
      by: 'ramona',
      body: `I borrowed it for the cello. They very sweetly explained that it is for one person *without* a cello.`,
    },
    { number: 2, by: { guest: 'a tired father' }, body: 'Is the half hour renewable by somebody with twins?' },
    {
      number: 3,
      by: 'mirela',
      to: 2,
      body: `I asked for you. Parents of children under two may renew once "without giving a reason, as the reason can generally be seen".`,
    },
    { number: 4, by: { guest: 'a tired father' }, to: 3, body: 'I have never felt so understood by an institution.' },
    {
      number: 5,
      by: 'dr-quince',
      subject: 'On the sound of eyelids',
      body: `It's real, for what it is worth. In a quiet enough room one hears blood, joints and, yes, eyelids. Patients come to me alarmed by it. I tell them that it's the sound of everything being in order.`,
    },
    { number: 6, by: 'yuki', to: 5, body: '静けさにも音があるのですね。 So even silence has a sound. 🤫' },
    { number: 7, by: 'moss', to: 6, body: 'silence: a discography' },
    { number: 8, by: { guest: null }, body: 'Fifteen in the queue now. I can hear all of them.' },
  ],
};
