/** Puts a text of the locales into the words of the list. */
export type Words = (key: string, params?: Readonly<Record<string, string | number>>) => string;
