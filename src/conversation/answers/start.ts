/** The text after the `/start` of a deep link ("" where none), or null where the text is no such command. */
export function readStart(typed: string): { readonly payload: string } | null {
  const command = /^\s*\/start(?:@\w{1,64})?(?:\s+(\S{1,64}))?\s*$/iu.exec(typed.slice(0, 200));
  return command ? { payload: command[1] ?? "" } : null;
}
