import pino, { type Logger } from "pino";

export type { Logger };

/**
 * The service's log: JSON lines on standard error. What could name a person is never handed to it; should a defect
 * carry such a field all the same, it is cut out here.
 */
export function createLogger(level: string): Logger {
  const people = ["nik", "name", "phone", "address", "text", "content", "message.text", "answers", "identifiers"];
  return pino(
    { level, base: null, redact: { paths: [...people, ...people.map((field) => `*.${field}`)], remove: true } },
    pino.destination({ dest: 2, sync: false }),
  );
}
