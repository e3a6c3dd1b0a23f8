import type { DemoPost } from '../demo-shapes.ts';

export const CORRECTION_POST: DemoPost = {
  slug: 'a-correction-with-apologies-to-the-cheese',
  title: 'A Correction, with Apologies to the Cheese',
  kicker: 'Corrections',
  by: 'ines',
  hoursAgo: 170,
  lastCommentMinutesAgo: 6_900,
  topics: ['Corrections', 'Food'],
  companies: ['Ferry Street Dairy'],
  isClosed: true,
  body: `In last Saturday's *Almanac* we wrote that the Ferry Street Dairy's blue had been "found dead drunk in a doorway by a member of the council". The sentence belonged to a report on another page. The cheese was, as it happens, **judged best of its class** by a member of the council.

We are sorry to the cheese, to Ms Fairweather who makes it, and to Councillor Tan, who has never been found in a doorway in any condition.

We wrote further that it is "aged for eleven years in a wet dog". This ought to have been *a wet dock*. It ought also to have been weeks.

The recipe on the same page was correct, except for the quantities.
`,
  comments: [
    { number: 1, by: 'sal', body: 'I made the recipe. With the quantities. We have had to move the table.' },
    {
      number: 2,
      by: { guest: 'J. Fairweather' },
      body: `The cheese accepts. It's got a big heart and a blue vein through it.`,
    },
    { number: 3, by: 'moss', to: 2, body: 'aged eleven years in a wet dog is, i regret to say, a great album title' },
    {
      number: 4,
      by: { guest: 'Cllr Tan' },
      subject: 'For the record',
      body: `I *have* been in a doorway. It was raining. I was perfectly sober and waiting for the 9.`,
    },
    { number: 5, by: 'walter-route-9', to: 4, body: `I saw him. I'd have stopped, but it was Friday.` },
    {
      number: 6,
      by: 'ines',
      body: `I'm closing the discussion here, while everybody is still speaking to everybody. Thank you all. The wet dog is well.`,
    },
  ],
  actions: [{ kind: 'pin', after: 6, by: 'mod', number: 6, as: 'LAST_WORD' }],
};
