import { eraseEvidence } from '../../data/administered/versions.ts';
import type { Repeated } from './repeat.ts';
import { startSweeping } from './sweeping.ts';
import type { SweepingOptions } from './sweeping.ts';

/** `days`: how long a text is kept after it was hidden, withdrawn, turned down or replaced. 100 texts of each kind a step. */
interface EvidenceOptions extends SweepingOptions {
  readonly onErased: (count: number) => void;
}

/** Erases texts that are no longer shown and have been kept as evidence for long enough. */
export function startErasingEvidence({ onErased, ...options }: EvidenceOptions): Repeated {
  return startSweeping(options, { sweep: eraseEvidence, onSwept: onErased, step: 100 });
}
