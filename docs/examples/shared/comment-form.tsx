import { useState, type SyntheticEvent } from 'react';

export interface Draft {
  readonly guestName: string | undefined;
  readonly body: string;
}

interface CommentFormProps {
  /** Writes the comment; the answer is what the service objects to, if anything. */
  readonly send: (draft: Draft) => Promise<string | undefined>;
}

export function CommentForm({ send }: CommentFormProps) {
  const [name, setName] = useState('');
  const [body, setBody] = useState('');
  const [problem, setProblem] = useState<string>();
  const [isSending, setSending] = useState(false);

  async function submit(event: SyntheticEvent) {
    event.preventDefault();
    setSending(true);
    const refusal = await send({ guestName: name || undefined, body }).catch(String);
    setSending(false);
    setProblem(refusal);
    if (refusal === undefined) setBody('');
  }

  return (
    <form onSubmit={(event) => void submit(event)}>
      <input aria-label="Name" placeholder="Guest" value={name} onChange={(event) => setName(event.target.value)} />
      <textarea aria-label="Comment" required value={body} onChange={(event) => setBody(event.target.value)} />
      <button disabled={isSending}>Comment</button>
      {problem !== undefined && <p role="alert">{problem}</p>}
    </form>
  );
}
