import sharp from "sharp";

/** A picture in shades of gray, row by row: 0 is black, 255 white. */
export interface GrayPicture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** Pictures are looked at in one width, so that a smaller copy looks like the larger one. Pixels. */
const lookedAtWidth = 900;
/** A picture that is longer than this at that width is no receipt that anybody photographed. */
const longestHeight = 3_600;
/** Beyond this a few kilobytes can be meant to fill the memory. */
const mostPixels = 40_000_000;
/** Nothing that people send takes so long to open. Seconds. */
const longestSeconds = 10;

/** The picture as it is looked at, or null where it cannot be opened. */
export async function grayPicture(bytes: Uint8Array): Promise<GrayPicture | null> {
  try {
    const opened = sharp(bytes, { limitInputPixels: mostPixels, failOn: "none" }).timeout({ seconds: longestSeconds });
    const { data, info } = await opened
      .rotate()
      .flatten({ background: "#ffffff" })
      .resize({ width: lookedAtWidth, height: longestHeight, fit: "inside" })
      .grayscale()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const { width, height, channels } = info;
    const pixels =
      channels === 1
        ? new Uint8Array(data)
        : Uint8Array.from({ length: width * height }, (_, at) => data[at * channels] ?? 0);
    return { width, height, pixels };
  } catch {
    return null;
  }
}
