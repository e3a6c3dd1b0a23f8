const LONGEST_TIMER = 2 ** 31 - 1; // milliseconds; a longer one fires at once

/** Calls a function at a time, however far away. @returns how to cancel that. */
export function callAt(time: Date, call: () => void): () => void {
  let timer: NodeJS.Timeout;
  const arm = () => {
    const left = Math.max(0, time.getTime() - Date.now());
    timer = left > LONGEST_TIMER ? setTimeout(arm, LONGEST_TIMER) : setTimeout(call, left);
  };
  arm();
  return () => clearTimeout(timer);
}
