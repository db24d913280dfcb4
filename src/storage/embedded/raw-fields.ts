const DOCUMENT_HEAD = 4;
/** How many bytes the values of these BSON types take; those of the others say it themselves. */
const FIXED = new Map([
  [0x01, 8],
  [0x06, 0],
  [0x07, 12],
  [0x08, 1],
  [0x09, 8],
  [0x0a, 0],
  [0x10, 4],
  [0x11, 8],
  [0x12, 8],
  [0x13, 16],
]);
/** Types whose value begins with its length, and how many bytes come besides it: text, document, array, binary. */
const COUNTED = new Map([
  [0x02, 4],
  [0x03, 0],
  [0x04, 0],
  [0x05, 5],
]);

/**
 * Picks the named fields out of a document's BSON, in its own order and as they are: nothing is read into values for it.
 * Undefined where a field has a type that is not stepped over here.
 */
export function rawPicker(names: Iterable<string>): (bytes: Uint8Array) => Uint8Array | undefined {
  const wanted = [...names].map((name) => Buffer.from(name, "utf8"));
  return (given) => {
    const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
    const parts: Buffer[] = [];
    for (let at = DOCUMENT_HEAD; at < bytes.length - 1; ) {
      const nameEnd = bytes.indexOf(0, at + 1);
      const size = nameEnd < 0 ? undefined : sizeOf(bytes, bytes[at] ?? 0, nameEnd + 1);
      if (size === undefined) return undefined;
      const end = nameEnd + 1 + size;
      if (wanted.some((name) => isNamed(bytes, at + 1, nameEnd, name))) parts.push(bytes.subarray(at, end));
      at = end;
    }
    return documentOf(parts);
  };
}

function sizeOf(bytes: Buffer, type: number, from: number): number | undefined {
  const fixed = FIXED.get(type);
  if (fixed !== undefined) return fixed;
  const besides = COUNTED.get(type);
  return besides === undefined ? undefined : bytes.readInt32LE(from) + besides;
}

function isNamed(bytes: Buffer, start: number, end: number, name: Buffer): boolean {
  return (
    end - start === name.length && bytes[start] === name[0] && bytes.compare(name, 0, name.length, start, end) === 0
  );
}

function documentOf(parts: readonly Buffer[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, DOCUMENT_HEAD + 1);
  const picked = Buffer.allocUnsafe(length);
  picked.writeInt32LE(length, 0);
  let at = DOCUMENT_HEAD;
  for (const part of parts) at += part.copy(picked, at);
  picked[at] = 0;
  return picked;
}
