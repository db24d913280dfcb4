import type { Language } from "../domain/messaging/contact";
import type { PicturePrint } from "../domain/payment/picture-print";
import type { Text } from "../domain/shared/text";

/** An amount in rupiah, as it stands on a picture. */
export const rupiahText = (amount: number): Text => ({ key: "receipt.rupiah", params: { amount } });

/** One line of a list on a picture. */
export interface SheetLine {
  readonly left: Text;
  /** Stands smaller under the left side. */
  readonly below?: Text;
  readonly right?: Text;
}

/** What a picture of ours says, from its head to its foot; how it looks is for whoever draws it. */
export interface Sheet {
  readonly look: "receipt" | "thanks";
  readonly title: Text;
  /** The one figure that is seen first. */
  readonly figure: { readonly label: Text; readonly value: Text; readonly below?: Text };
  readonly lines: readonly SheetLine[];
  /** What is said of lines that found no room. */
  readonly more?: Text;
  readonly facts: readonly { readonly label: Text; readonly value: Text }[];
  /** By which anybody can check it. */
  readonly code?: { readonly label: Text; readonly value: string; readonly how: Text };
  readonly closing: readonly Text[];
}

/** Draws the house's own papers, and reads those that people send. */
export interface Papers {
  /** The words of a PDF, or null where there are none that can be read. */
  readPdf(bytes: Uint8Array): Promise<string | null>;
  /** By what a photo or a screenshot is known again, or null where it cannot be opened. */
  printOf(bytes: Uint8Array): Promise<PicturePrint | null>;
  /** A PNG picture, 1,080 pixels wide, in the person's language. */
  draw(sheet: Sheet, language: Language): Promise<Uint8Array>;
}
