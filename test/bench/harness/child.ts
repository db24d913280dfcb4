/** One line of a child's. */
export interface Line {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** Says one line, as a child. */
export function say(type: string, fields: object = {}): void {
  process.stdout.write(`${JSON.stringify({ type, ...fields })}\n`);
}

/** What this process was told at its start, as a child. */
export function orderOf<T>(): T {
  return JSON.parse(process.argv[2] ?? "null") as T;
}
