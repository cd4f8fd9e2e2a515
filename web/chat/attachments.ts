/**
 * From a file that was dropped, pasted, picked or photographed to a picture that the model can read. What the server reads
 * goes as it is; what only the browser reads is drawn and sent as PNG; what is too large is made smaller first.
 */
import type { AttachmentAdapter } from "@assistant-ui/react";
import { addPicture } from "../state/store.ts";

const readAnywhere = new Set(["image/png", "image/jpeg", "image/webp", "image/gif"]);
const mostBytes = 8 * 2 ** 20;
const mostPixels = 36_000_000;
/** Far more than any model sees (1024), and little enough for the wire. */
const longestSide = 4096;

/** A file that the model is not asked about. */
export class PictureError extends Error {
  override readonly name = "PictureError";
  readonly reason: "unreadable" | "damaged";

  constructor(reason: PictureError["reason"], cause?: unknown) {
    super(`the file is ${reason}`, { cause });
    this.reason = reason;
  }
}

export const pictureAdapter: AttachmentAdapter = {
  accept: "*", // what is no picture is refused below, with its reason
  async add({ file }) {
    const name = file.name || "picture";
    const blob = await readable(file);
    const { id } = addPicture(blob, name);
    const status = { type: "requires-action", reason: "composer-send" } as const;
    return { id, type: "image", name, contentType: blob.type, file, status };
  },
  // the bytes are kept by the page, under the attachment's id
  send: async (attachment) => ({ ...attachment, status: { type: "complete" }, content: [] }),
  async remove() {},
};

async function readable(file: File): Promise<Blob> {
  const image = await drawable(file);
  const longest = Math.max(image.naturalWidth, image.naturalHeight);
  const large = file.size > mostBytes || image.naturalWidth * image.naturalHeight > mostPixels;
  if (readAnywhere.has(file.type)) await whole(file);
  if (readAnywhere.has(file.type) && !large) return file;
  const scale = large ? Math.min(1, longestSide / longest) : 1;
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round((image.naturalWidth || 1024) * scale));
  canvas.height = Math.max(1, Math.round((image.naturalHeight || 1024) * scale));
  canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
  const type = large ? "image/jpeg" : "image/png";
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, 0.92));
  if (!blob) throw new PictureError("unreadable");
  return blob;
}

/** An `img` shows also the beginning of a picture; a model is asked about whole ones. */
async function whole(file: File): Promise<void> {
  try {
    (await createImageBitmap(file)).close();
  } catch (error) {
    throw new PictureError("damaged", error);
  }
}

async function drawable(file: File): Promise<HTMLImageElement> {
  // a file without a type may be a picture; one that says what it is is believed
  if (file.type !== "" && !file.type.startsWith("image/")) throw new PictureError("unreadable");
  const image = new Image();
  const url = URL.createObjectURL(file);
  try {
    image.src = url;
    await image.decode();
    return image;
  } catch (error) {
    throw new PictureError("unreadable", error);
  } finally {
    URL.revokeObjectURL(url);
  }
}
