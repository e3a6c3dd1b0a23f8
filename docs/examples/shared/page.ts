/** The post whose discussion is shown: `?post=SLUG`, or the one of the demo. */
export const slug = new URLSearchParams(location.search).get('post') ?? 'the-7-42-is-now-a-probability';

/** The secret by which the service knows this guest again. Whoever has it may edit and delete their comments. */
export function readVoice(): string {
  const voice = localStorage.getItem('colloquy-voice') ?? crypto.randomUUID() + crypto.randomUUID();
  localStorage.setItem('colloquy-voice', voice);
  return voice;
}
