import type { DemoPost } from '../demo-shapes.ts';

/** Nobody has written under this one yet. */
export const REPAIR_POST: DemoPost = {
  slug: 'what-the-repair-cafe-could-not-mend',
  title: 'What the Repair Café Could Not Mend',
  kicker: 'Neighbours',
  by: 'mirela',
  hoursAgo: 3,
  lastCommentMinutesAgo: 0,
  topics: ['Repair', 'Neighbours'],
  companies: [],
  body: `On the first Sunday of the month, in the hall of St Brannoc's, eleven people with soldering irons mend whatever comes through the door. They keep a book. On the left-hand pages stands what they mended, and on the right-hand ones what they could not.

The left-hand pages are toasters. I asked to read the right-hand ones.

- *Radio.* Works. Owner says that it no longer gets the station. **Station closed in 1996.**
- *Umbrella.* Beyond us. Owner asked us to keep it, so that it should not be thrown away by somebody who knew it.
- *Clock.* Nothing wrong with it. Owner had come for the company. Told her that we couldn't find the fault yet, and to bring it again next month.
- *Clock.* As above.
- *Clock.* As above. She brought cake.

The book runs to its fourth volume. There is a rule, says Mr Oyelaran, who keeps it, that nothing is ever crossed out on the right-hand side. "You never know", he says, "who might come in that can do umbrellas."
`,
  comments: [],
};
