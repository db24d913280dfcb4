import { looksTheSame, marksOf, type PicturePrint, soughtMarksOf } from "../domain/payment/picture-print";
import type { Proof } from "../domain/payment/proof";
import type { Deps } from "./deps";

/** How many earlier proofs are looked at: of the same sender, and for each word of the picture. */
const most = { own: 40, perWord: 8 } as const;
/** So much of a keyed hash tells marks apart. */
const markLength = 11;
const pictureKinds: readonly string[] = ["image/jpeg", "image/png", "image/webp"];

/**
 * What is kept of the picture of a proof, and which earlier proof it looks like: the same receipt, cropped, scaled or
 * compressed anew. Nobody is accused: the officer is told, the sender is not. Empty where there is no picture.
 */
export async function pictureOf(
  deps: Deps,
  of: { readonly contactId: string; readonly attachmentId?: string | undefined },
): Promise<Pick<Proof, "print" | "marks" | "resembles">> {
  const print = of.attachmentId === undefined ? null : await printOf(deps, of.attachmentId, of.contactId);
  if (print === null || print.words.length === 0) return {};
  const earlier = (await candidates(deps, print, of.contactId)).find(
    (proof) => proof.print !== undefined && looksTheSame(print, proof.print),
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
