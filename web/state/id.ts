/** Names that no two things share. Not `crypto.randomUUID`, which pages served without TLS from another machine lack. */
export function freshId(): string {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
