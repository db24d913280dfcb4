import type satori from "satori";
import sharp from "sharp";
import type { Language } from "../domain/messaging/contact";
import type { Text } from "../domain/shared/text";
import type { Papers } from "../operations/papers";
import { loadFonts } from "./fonts";
import { readPdf } from "./pdf-text";
import { readPrint } from "./print-reader";
import { layOut, sheetWidth } from "./sheet-layout";

/** So many colours are enough for letters and plain grounds, and make a small file. */
const colours = 24;

/** What our letters have no sign for (emoji, other scripts) would be drawn as an empty box. */
const unknownSigns = /[^\u0020-\u024f\u1e00-\u1eff\u2010-\u2026\u20ac]/gu;

/** Draws papers with these words. The layout turns letters into outlines, so no font of the machine has a say. */
export function createPapers(parts: { readonly words: (text: Text, language: Language) => string }): Papers {
  let fonts: ReturnType<typeof loadFonts> | undefined;
  return {
    readPdf,
    printOf: readPrint,
    draw: async (sheet, language) => {
      // It is large, and most processes never draw: it is loaded for the first paper.
      const { default: drawn } = await import("satori");
      fonts ??= loadFonts();
      const say = (text: Text): string => parts.words(text, language).normalize("NFC").replace(unknownSigns, "");
      const svg = await drawn(layOut(sheet, say) as Parameters<typeof satori>[0], { width: sheetWidth, fonts });
      return new Uint8Array(await sharp(Buffer.from(svg)).png({ palette: true, colours, effort: 7 }).toBuffer());
    },
  };
}
