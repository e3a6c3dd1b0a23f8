type ReadGroup<Request, Answer> = (group: readonly [Request, ...Request[]]) => Promise<readonly Answer[]>;

interface Place<Request> {
  readonly request: Request;
  readonly place: number;
}

/** Groups the requests that one statement can answer, and returns the answers in the order of the requests. */
export function byShape<Request, Answer>(
  shape: (request: Request) => string,
  read: ReadGroup<Request, Answer>,
): (requests: readonly Request[]) => Promise<(Answer | Error)[]> {
  return async (requests) => {
    const groups = new Map<string, [Place<Request>, ...Place<Request>[]]>();
    for (const [place, request] of requests.entries()) {
      const name = shape(request);
      const group = groups.get(name);
      if (group === undefined) groups.set(name, [{ request, place }]);
      else group.push({ request, place });
    }

    const answers = new Array<Answer | Error>(requests.length).fill(new Error('A loader got fewer answers than it asked for.'));
    for (const group of groups.values()) {
      const [first, ...others] = group;
      const found = await read([first.request, ...others.map(({ request }) => request)]);
      for (const [index, answer] of found.entries()) answers[group[index]?.place ?? -1] = answer;
    }
    return answers;
  };
}
