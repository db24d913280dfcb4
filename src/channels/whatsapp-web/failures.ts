/** The page did not answer in time. */
class PageTimeout extends Error {
  override readonly name = "PageTimeout";
}

/** What went wrong at the page, in a word that may be logged: its messages may hold numbers and names. */
export type PageTrouble =
  /** The page is being loaded, closed, or has crashed: it may be there again. */
  | "page-gone"
  | "timeout"
  /** WhatsApp knows nobody at this address. */
  | "unknown-address"
  /** The page has no such function (any more): WhatsApp Web was changed, or did not load whole. */
  | "page-changed"
  /** The folder of the configuration holds no page of the version that it names. */
  | "no-such-version"
  | "page-error";

const gone =
  /target closed|session closed|detached|execution context|protocol error|connection closed|not attached|navigat|browser has disconnected|no page/i;
const nobody = /no lid for user|invalid wid|wid error|not a user|account lid not provided/i;
const changed = /is not a function|is not defined|cannot read properties|no module|Requiring unknown module/i;

/** Names what the page threw. The library throws plain texts too. */
export function troubleOf(error: unknown): PageTrouble {
  if (error instanceof PageTimeout) return "timeout";
  const words = error instanceof Error ? `${error.name} ${error.message}` : String(error);
  if (/load version .* from the cache/i.test(words)) return "no-such-version";
  if (gone.test(words)) return "page-gone";
  if (nobody.test(words)) return "unknown-address";
  if (changed.test(words)) return "page-changed";
  return /timeout/i.test(words) ? "timeout" : "page-error";
}

/** Waits for an answer of the page, but not for ever: a page that hangs answers nothing, not even with an error. */
export async function within<T>(ms: number, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new PageTimeout(`no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
