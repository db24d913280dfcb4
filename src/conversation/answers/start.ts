/** The word of a typed command (`/daftar`, `/status@some_bot`), or null where the text is none. */
export function readCommand(typed: string): string | null {
  return /^\s*\/([\p{L}\d_]{1,32})(?:@\w{1,64})?\s*$/u.exec(typed.slice(0, 200))?.[1] ?? null;
}

/** The text after the `/start` of a deep link ("" where none), or null where the text is no such command. */
export function readStart(typed: string): { readonly payload: string } | null {
  const command = /^\s*\/start(?:@\w{1,64})?(?:\s+(\S{1,64}))?\s*$/iu.exec(typed.slice(0, 200));
  return command ? { payload: command[1] ?? "" } : null;
}
