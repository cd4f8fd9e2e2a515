/** Images as a page has them, on their way to the worker: read and, where only a page can, drawn. */
import { imageOf } from "../chat/image-source.ts";
import { sniffFormat } from "../image/formats.ts";
import type { RgbImage } from "../image/resize.ts";
import { browserReader, drawSvg } from "./decode.ts";
import type { Connection } from "./line.ts";
import type { ImageHandle } from "./protocol.ts";

/** An address (also `data:`), a file or blob, the bytes of an image file, a decoded picture, or a prepared image. */
export type WebImage = string | Blob | Uint8Array | RgbImage | ImageHandle;

/** Hands an image to the worker. Throws a UserError for what cannot be read. */
export async function sendImage(connection: Connection, image: WebImage): Promise<ImageHandle> {
  if (typeof image === "object" && "hash" in image) return image;
  const { source, name } = await read(image);
  return connection.call("image", { source, name });
}

async function read(image: Exclude<WebImage, ImageHandle>): Promise<{ source: Uint8Array | RgbImage; name?: string }> {
  if (!(typeof image === "string" || image instanceof Blob || image instanceof Uint8Array)) return { source: image };
  const name = typeof image === "string" ? nameOf(image) : image instanceof File ? image.name : undefined;
  const bytes = await bytesOf(image);
  if (sniffFormat(bytes).format === "SVG") return { source: await drawSvg(bytes, { source: name }), name };
  return { source: bytes, name };
}

async function bytesOf(image: string | Blob | Uint8Array): Promise<Uint8Array> {
  if (image instanceof Uint8Array) return image;
  if (image instanceof Blob) return new Uint8Array(await image.arrayBuffer());
  let bytes: Uint8Array | undefined;
  // `imageOf` knows data URLs and addresses; its reader is the place where their bytes pass by.
  const { decode } = await imageOf(image, {
    bytes: browserReader.bytes,
    async decode(found) {
      bytes = found;
      return { data: new Uint8Array(3), width: 1, height: 1 };
    },
  });
  await decode();
  return bytes!;
}

function nameOf(address: string): string | undefined {
  return address.startsWith("data:") ? undefined : address;
}
