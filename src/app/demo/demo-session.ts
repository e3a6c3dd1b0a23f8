import type { Premoderation } from '../../config/premoderation.ts';
import { NO_RATES } from '../../execution/rates/rates.ts';
import { Budget } from '../../session/budget.ts';
import { createServiceSession } from '../../domain/service-session.ts';
import type { Services, ServiceSession } from '../../domain/service-session.ts';
import type { Identity } from '../../session/session.ts';
import { PEOPLE } from './content/people.ts';
import type { DemoComment } from './demo-shapes.ts';

/** In the demo everybody may write, whatever the settings of the service are. */
const UNCHECKED = { hasGuests: true, blockedWords: new Set<string>(), filter: null };

interface DemoSessionOptions {
  readonly by: DemoComment['by'];
  readonly at: Date;
  /** What is held in this session; nothing by default. */
  readonly premoderate?: readonly Premoderation[];
}

/** The session of a person in the demo, at a time of its own. */
export function createDemoSession(
  services: Services,
  { by, at, premoderate = [] }: DemoSessionOptions,
): ServiceSession {
  const identity = typeof by === 'string' ? identifyPerson(by) : identifyGuest(by.guest);
  return createServiceSession(
    { ...services, rates: NO_RATES, config: { ...services.config, ...UNCHECKED, premoderate } },
    {
      identity,
      viewpoint: identity,
      address: null,
      requestId: 'demo',
      budget: Budget.unlimited(),
      now: () => at,
    },
  );
}

/** An account without an issuer, as local tokens have none: a token for the handle speaks for the person in the demo. */
function identifyPerson(handle: string): Identity {
  const person = PEOPLE.find((someone) => someone.handle === handle);
  if (person === undefined) throw new Error(`Expected the handle of somebody in the demo; found "${handle}".`);

  const { name, role } = person;
  const expiresAt = new Date(8_640_000_000_000_000); // the last moment of a Date
  return {
    account: { issuer: '', subject: handle, handle, name, avatarUrl: null, role, expiresAt, scopes: null },
    voiceHash: null,
  };
}

/** The hash of a voice is hexadecimal, so no secret gives this one, and no client can change the comments of a demo guest. */
function identifyGuest(name: string | null): Identity {
  return { account: null, voiceHash: `demo:${name ?? ''}` };
}
