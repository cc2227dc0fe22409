/** The last representable date, in milliseconds since 1970; the first is as far before. */
export const LAST_MS = 8.64e15;
export const isDate = (ms: number) => Math.abs(ms) <= LAST_MS;

/** `0.42 ms`, `4.2 ms`, `42 ms`, `1.2 s`: two significant digits. */
export function formatDuration(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)} s`;
  if (ms >= 9.95) return `${Math.round(ms)} ms`;
  if (ms >= 0.995) return `${ms.toFixed(1)} ms`;
  return ms < 0.005 ? "0 ms" : `${ms.toFixed(2)} ms`;
}

/** `45 s`, `59 min`, `1 h 0 min`, `2 d 3 h`: the two largest units, of minutes and above. */
export function formatSpan(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (seconds < 60) return `${seconds} s`;
  if (minutes < 60) return `${minutes} min`;
  if (hours < 48) return `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** `in 59 min`, `1 s ago`. */
export function formatDistance(ms: number): string {
  return ms > 0 ? `in ${formatSpan(ms)}` : `${formatSpan(-ms)} ago`;
}
