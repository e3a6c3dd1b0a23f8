const DAY = 86_400_000; // milliseconds
const HOUR = 3_600_000;
const MINUTE = 60_000;
const SECOND = 1_000;

const two = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));

let startOfDay = Number.NaN;
let day = '';

/** The same text as `toISOString`, which takes several times as long. Times that are written together are often of one day. */
export function toIsoTime(time: Date): string {
  const millis = time.getTime();
  const ofDay = millis - startOfDay;
  if (!(ofDay >= 0 && ofDay < DAY)) {
    const text = time.toISOString();
    startOfDay = Math.floor(millis / DAY) * DAY;
    day = text.slice(0, text.indexOf('T') + 1);
    return text;
  }
  const hours = two[Math.floor(ofDay / HOUR)];
  const minutes = two[Math.floor(ofDay / MINUTE) % 60];
  const seconds = two[Math.floor(ofDay / SECOND) % 60];
  return `${day}${hours}:${minutes}:${seconds}.${String(ofDay % SECOND).padStart(3, '0')}Z`;
}
