/**
 * From a file that was dropped, pasted, picked or photographed to a picture that the model can read. What the server reads
 * goes as it is; what only the browser reads is drawn and sent as PNG; what is too large is made smaller first.
 */
import type { AttachmentAdapter } from "@assistant-ui/react";
import { addPicture, notify } from "../state/store.ts";

const readAnywhere = new Set(["image/png", "image/jpeg", "image/webp", "image/gif"]);
const mostBytes = 8 * 2 ** 20;
const mostPixels = 36_000_000;
/** Far more than any model sees (1024), and little enough for the wire. */
const longestSide = 4096;

export const pictureAdapter: AttachmentAdapter = {
  accept: "image/*",
  async add({ file }) {
    try {
      const blob = await readable(file);
      const { id } = addPicture(blob, file.name || "picture");
      const status = { type: "requires-action", reason: "composer-send" } as const;
      return { id, type: "image", name: file.name || "picture", contentType: blob.type, file, status };
    } catch (error) {
      notify(`${file.name || "That file"} is not a picture that this browser can read.`);
      throw error;
    }
  },
  // the bytes are kept by the page, under the attachment's id
  send: async (attachment) => ({ ...attachment, status: { type: "complete" }, content: [] }),
  async remove() {},
};

async function readable(file: File): Promise<Blob> {
  const image = await drawable(file);
  const longest = Math.max(image.naturalWidth, image.naturalHeight);
  const large = file.size > mostBytes || image.naturalWidth * image.naturalHeight > mostPixels;
  if (readAnywhere.has(file.type) && !large) return file;
  const scale = large ? Math.min(1, longestSide / longest) : 1;
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round((image.naturalWidth || 1024) * scale));
  canvas.height = Math.max(1, Math.round((image.naturalHeight || 1024) * scale));
  canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
  const type = large ? "image/jpeg" : "image/png";
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, 0.92));
  if (!blob) throw new Error("the picture could not be drawn");
  return blob;
}

async function drawable(file: File): Promise<HTMLImageElement> {
  const image = new Image();
  const url = URL.createObjectURL(file);
  try {
    image.src = url;
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(url);
  }
}
