/** What filters and the manifest need to know of a sample, computed once while its pixels are at hand. */
import { canonical, sha256 } from "../../recipe.ts";
import { type Content, partsOf } from "../../sample.ts";
import type { Picture } from "../../source.ts";
import { type ImageHash, lookOf, type Pixels } from "./image-hash.ts";
import { signatureOf } from "./text-signature.ts";
import { wordsOf } from "./words.ts";

export interface Facts {
  /** Of what was to be pictured and said, before any roughness: equal for samples that are the same but for noise. */
  readonly specificationSha256: string;
  /** Of the text and the pictures' pixels. */
  readonly contentSha256: string;
  readonly images: readonly ImageHash[];
  /** Standard deviation of brightness, for each picture. */
  readonly contrasts: readonly number[];
  readonly signature: Uint32Array;
  readonly words: number;
  readonly characters: number;
}

/** All text of a content, in order. */
export function textOf(content: Content): string {
  return partsOf(content)
    .flatMap((part) => (part.type === "text" ? [part.text] : []))
    .join("\n");
}

export function factsOf(
  content: Content,
  pixels: readonly Pixels[],
  specification: string = canonical([content, pixels.map(({ data }) => sha256(data))]),
): Facts {
  const text = textOf(content);
  const words = wordsOf(text);
  const looks = pixels.map(lookOf);
  return {
    specificationSha256: sha256(specification),
    contentSha256: sha256(canonical([content, pixels.map(({ data }) => sha256(data))])),
    images: looks.map(({ hash }) => hash),
    contrasts: looks.map(({ contrast }) => contrast),
    signature: signatureOf(words),
    words: words.length,
    characters: text.length,
  };
}

/** What a source asked for, as text: equal drafts have equal specifications. Drawn pictures are told by their pixels. */
export function specificationOf(
  source: string,
  template: string,
  pictures: readonly Picture[],
  shots: readonly Pixels[],
  content: Content,
): string {
  const drawn = pictures.map((picture, i) =>
    picture.kind === "page"
      ? [picture.html, picture.width, picture.height, picture.scale ?? 1]
      : sha256(shots[i]!.data),
  );
  return canonical([source, template, drawn, content]);
}
