/** The name of some bytes: a cache of image features is keyed by what a picture contains, not by where it came from. */

/** SHA-256 of the bytes as 64 hexadecimal digits; the same in Node and in a browser. */
export async function contentHash(bytes: Uint8Array): Promise<string> {
  // The cast: typed arrays over shared memory are not accepted by the digest's type, and none reach here.
  const digest = await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
