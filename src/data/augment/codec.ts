/** Augmentations of lenses and files: blur, and what JPEG and WebP leave of a picture. */
import type { Sharp } from "sharp";
import { sharp } from "../../image/sharp.ts";
import type { AnnotatedPicture, Pixels, Step } from "./picture.ts";

/** Out of focus; `sigma` in pixels. */
export async function blur(picture: AnnotatedPicture, sigma: number): Promise<Step> {
  return { picture: await through(picture, raw(picture).blur(sigma)), record: { name: "blur", parameters: { sigma } } };
}

/** Stored as a JPEG of this quality; `halved` stores the colours at half the resolution, as telephones do. */
export async function jpeg(picture: AnnotatedPicture, quality: number, halved: boolean): Promise<Step> {
  const bytes = await raw(picture)
    .jpeg({ quality, chromaSubsampling: halved ? "4:2:0" : "4:4:4" })
    .toBuffer();
  return { picture: await through(picture, sharp(bytes)), record: { name: "jpeg", parameters: { quality, halved } } };
}

/** Stored as a lossy WebP of this quality. */
export async function webp(picture: AnnotatedPicture, quality: number): Promise<Step> {
  const bytes = await raw(picture).webp({ quality, effort: 0 }).toBuffer();
  return { picture: await through(picture, sharp(bytes)), record: { name: "webp", parameters: { quality } } };
}

async function through(picture: AnnotatedPicture, image: Sharp): Promise<AnnotatedPicture> {
  return { ...picture, data: new Uint8Array(await image.removeAlpha().raw().toBuffer()) };
}

function raw({ width, height, data }: Pixels): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } });
}
