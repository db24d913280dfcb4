import { readFileSync } from "node:fs";
import type { Font } from "satori";

/** The family's name on our pictures. */
export const fontFamily = "Atkinson Hyperlegible";

/** Made by the Braille Institute to be told apart letter by letter (SIL Open Font License 1.1); the second pair has rare accents. */
const files = [
  [400, require.resolve("@fontsource/atkinson-hyperlegible/files/atkinson-hyperlegible-latin-400-normal.woff")],
  [700, require.resolve("@fontsource/atkinson-hyperlegible/files/atkinson-hyperlegible-latin-700-normal.woff")],
  [400, require.resolve("@fontsource/atkinson-hyperlegible/files/atkinson-hyperlegible-latin-ext-400-normal.woff")],
  [700, require.resolve("@fontsource/atkinson-hyperlegible/files/atkinson-hyperlegible-latin-ext-700-normal.woff")],
] as const;

/** The letters of our pictures, shipped with the program, so that a picture looks the same wherever it is drawn. */
export function loadFonts(): Font[] {
  return files.map(([weight, file]) => ({ name: fontFamily, data: readFileSync(file), weight, style: "normal" }));
}
