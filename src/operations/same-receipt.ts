import { suggestFrom } from "../domain/payment/paper-text";
import { looksTheSame, marksOf, type PicturePrint, soughtMarksOf } from "../domain/payment/picture-print";
import type { Proof } from "../domain/payment/proof";
import { dayOf } from "../domain/shared/calendar";
import type { Deps } from "./deps";
import { type SentPaper, wordsOf } from "./paper-suggestion";
import { sameWordsOf, type WordedPaper } from "./same-words";

/** How many earlier proofs are looked at: of the same sender, and for each word of the picture. */
const most = { own: 40, perWord: 8 } as const;
/** So much of a keyed hash tells marks apart. */
const markLength = 11;
const pictureKinds: readonly string[] = ["image/jpeg", "image/png", "image/webp"];

/**
 * What is kept of a proof to know it again, what its words seem to say, and which earlier proof it resembles: a picture the same
 * receipt, cropped, scaled or compressed anew; a PDF, a message or a typed number the same words or the same transaction.
 * Nobody is accused: the officer is told, the sender is not.
 */
export async function knownBy(
  deps: Deps,
  of: SentPaper & Pick<WordedPaper, "reference" | "workerIds" | "replacing">,
  now: number,
): Promise<Pick<Proof, "print" | "marks" | "resembles" | "suggestion">> {
  const words = await wordsOf(deps, of);
  const suggestion = words === null ? {} : suggestFrom(words, dayOf(now));
  const [picture, worded] = [await pictureOf(deps, of), await sameWordsOf(deps, { ...of, words, suggestion })];
  const marks = [...(picture.marks ?? []), ...(worded.marks ?? [])];
  return {
    ...worded,
    ...picture,
    ...(marks.length === 0 ? {} : { marks }),
    ...(Object.keys(suggestion).length === 0 ? {} : { suggestion }),
  };
}

/** By what the same paper is known as a whole, where it has a file or words. */
export function countedHashOf(
  { ids }: Pick<Deps, "ids">,
  { text, contentHash }: { readonly text?: string | undefined; readonly contentHash?: string | undefined },
): string | undefined {
  // Pasted words are few enough to be guessed, so their hash is keyed; blanks and case differ from phone to phone.
  return text === undefined ? contentHash : ids.hash(text.toLowerCase().replace(/\s+/gu, ""), "proof text");
}

async function pictureOf(
  deps: Deps,
  of: SentPaper & Pick<WordedPaper, "replacing">,
): Promise<Pick<Proof, "print" | "marks" | "resembles">> {
  const print = of.attachmentId === undefined ? null : await printOf(deps, of.attachmentId, of.contactId);
  if (print === null || print.words.length === 0) return {};
  const earlier = (await candidates(deps, print, of.contactId)).find(
    ({ id, print: known }) => id !== of.replacing && known !== undefined && looksTheSame(print, known),
  );
  return {
    print,
    marks: keyed(deps, marksOf(print)),
    ...(earlier === undefined ? {} : { resembles: { proofId: earlier.id, at: earlier.createdAt } }),
  };
}

async function printOf({ repositories, papers }: Deps, id: string, contactId: string): Promise<PicturePrint | null> {
  const file = await repositories.attachments.find(id);
  if (file === null || file.contactId !== contactId || !pictureKinds.includes(file.mimeType)) return null;
  return (await papers?.printOf(file.bytes)) ?? null;
}

/** The latest of the same sender, and of anybody those that have a part of a word in common; the latest first. */
async function candidates(deps: Deps, print: PicturePrint, contactId: string): Promise<readonly Proof[]> {
  const { proofs } = deps.repositories;
  const words = soughtMarksOf(print).filter((marks) => marks.length > 0);
  const found = await Promise.all([
    proofs.latestOf(contactId, most.own),
    ...words.map((marks) => proofs.findByMarks(keyed(deps, marks), most.perWord)),
  ]);
  const byId = new Map(found.flat().map((proof) => [proof.id, proof]));
  return [...byId.values()].sort((a, b) => b.createdAt - a.createdAt);
}

/** A picture's parts say little, and keyed they say nothing to whoever has the database alone. */
const keyed = ({ ids }: Deps, marks: readonly string[]): readonly string[] => [
  ...new Set(marks.map((mark) => ids.hash(mark, "picture mark").slice(0, markLength))),
];
