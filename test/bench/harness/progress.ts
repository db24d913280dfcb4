import type { ShowProgress } from "./bench";

const width = 30;
const everyMs = 200;

/** A bar such as `[#####-----]  50 % 500,000 of 1,000,000`. */
export function bar(done: number, all: number, length = width): string {
  const share = all > 0 ? Math.min(1, done / all) : 1;
  const full = Math.floor(share * length);
  const percent = String(Math.floor(share * 100)).padStart(3);
  const counted = (count: number): string => count.toLocaleString("en-GB");
  return `[${"#".repeat(full)}${"-".repeat(length - full)}] ${percent} % ${counted(done)} of ${counted(all)}`;
}

/** Shows progress as one line that is written over; on anything but a terminal nothing is written. */
export function progressOn(stream: NodeJS.WriteStream): ShowProgress & { clear(): void } {
  let last = 0;
  const clear = (): void => void (stream.isTTY && stream.write("\r\x1b[K"));
  const show: ShowProgress = (what, done, all) => {
    const now = Date.now();
    if (!stream.isTTY || (now - last < everyMs && done < all)) return;
    last = now;
    stream.write(`\r\x1b[K${what} ${bar(done, all)}`);
  };
  return Object.assign(show, { clear });
}
