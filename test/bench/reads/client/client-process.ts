// The clients, in a process of their own.
import { answerQuestions } from '../../shared/channel.ts';
import { startLoop, type ClosedLoop, type LoopOptions, type Taken } from './closed-loop.ts';

export type ClientQuestions = {
  start: { given: LoopOptions; answer: null };
  take: { given: null; answer: Taken };
  stop: { given: null; answer: null };
};

let loop: ClosedLoop | null = null;

answerQuestions<ClientQuestions>({
  start(options) {
    loop = startLoop(options);
    return null;
  },
  take() {
    if (loop === null) throw new Error('Expected a start first.');
    return loop.take();
  },
  async stop() {
    await loop?.stop();
    loop = null;
    return null;
  },
});
