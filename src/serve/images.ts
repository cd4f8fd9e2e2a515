/** The images of a request: from the URLs in it to bytes, within the server's limits. No URL names a local file. */
import { isBase64 } from "../image/base64.ts";
import { contentHash } from "../image/hash.ts";
import { ApiError, badRequest } from "./errors.ts";

export interface RequestImage {
  readonly hash: string;
  readonly bytes: Uint8Array;
}

export interface ImageSources {
  readonly maxBytes: number;
  /** Fetches an image from elsewhere; absent where that is not allowed. */
  readonly fetchRemote?: (url: URL, param: string, signal?: AbortSignal) => Promise<Uint8Array>;
}

/** Throws an ApiError naming the field for a URL that is not allowed or cannot be read. */
export async function readImage(
  url: string,
  param: string,
  sources: ImageSources,
  signal?: AbortSignal,
): Promise<RequestImage> {
  const bytes = /^data:/i.test(url)
    ? dataBytes(url, param, sources.maxBytes)
    : await remote(url, param, sources, signal);
  return { hash: await contentHash(bytes), bytes };
}

function dataBytes(url: string, param: string, maxBytes: number): Uint8Array {
  const comma = url.indexOf(",");
  const head = url.slice(0, Math.max(comma, 0));
  if (comma < 0 || !/^data:image\/[\w.+-]+(;[\w=.+-]+)*;base64$/i.test(head)) {
    throw invalid(
      `a data URL of an image begins with data:image/...;base64, but this one with ${url.slice(0, 40)}`,
      param,
    );
  }
  const size = Math.floor(((url.length - comma - 1) / 4) * 3);
  if (size > maxBytes + 3) throw tooLarge(`the image has about ${size} bytes`, maxBytes, param);
  const text = url.slice(comma + 1);
  if (!isBase64(text)) throw invalid("the data URL of an image is not valid base64", param);
  const bytes = Buffer.from(text, "base64");
  if (bytes.length === 0) throw invalid("the image is empty (0 bytes)", param);
  return new Uint8Array(bytes);
}

async function remote(url: string, param: string, sources: ImageSources, signal?: AbortSignal): Promise<Uint8Array> {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw invalid(`"${url.slice(0, 80)}" is not a URL; images are given as data: or https: URLs`, param);
  }
  if (parsed.protocol !== "https:" && parsed.protocol !== "http:") {
    throw invalid(`images are given as data: or https: URLs, not as ${parsed.protocol}`, param);
  }
  if (sources.fetchRemote === undefined) {
    throw badRequest(
      "this server does not fetch images from other hosts; send the image as a data: URL",
      param,
      "remote_images_disabled",
    );
  }
  return sources.fetchRemote(parsed, param, signal);
}

export function invalid(message: string, param: string): ApiError {
  return badRequest(message, param, "invalid_image_url");
}

export function tooLarge(what: string, maxBytes: number, param: string): ApiError {
  return new ApiError(413, `${what}; at most ${maxBytes} are accepted`, { code: "image_too_large", param });
}
