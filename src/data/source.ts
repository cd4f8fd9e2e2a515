/**
 * The one interface that makes samples. A source turns (recipe options, seed, index) into a draft: what to picture, and how
 * the pictures and what the renderer knows of them become a sample. Drafting is cheap, pure and needs no browser; the
 * camera and the pipeline do the rest. Importers make samples from files by the same types.
 */
import type { Shot } from "./camera/camera.ts";
import type { Random } from "./random.ts";
import type { Category, Content, DenseMap, Region } from "./sample.ts";

/** A page for the camera. Everything it needs is inside; it cannot reach the network. */
export interface PagePicture {
  readonly kind: "page";
  /**
   * Markup of the page's body, styles included (they apply to this page alone). What is to be known of it is marked:
   * `data-mark="kind"` on an element records its box, text and lines; `data-words` its words, `data-characters` its characters
   * as well. `data-name` is handed through.
   */
  readonly html: string;
  /** CSS pixels. The picture has `width * scale` x `height * scale` pixels, rounded. */
  readonly width: number;
  readonly height: number;
  /** Device pixels a CSS pixel; 1 unless said. */
  readonly scale?: number;
  /** Families the page uses, of those in `camera/fonts.ts`. */
  readonly fonts: readonly string[];
  /** Libraries that run inside the page before the shot. */
  readonly scripts?: readonly "mermaid"[];
}

/** A picture that is drawn without a browser. */
export interface DrawnPicture {
  readonly kind: "drawn";
  /** RGB bytes, row by row. */
  draw(): { readonly width: number; readonly height: number; readonly data: Uint8Array };
  readonly fonts: readonly string[];
}

export type Picture = PagePicture | DrawnPicture;

/** What becomes of a draft's pictures. Boxes are in the pixels of the shots; augmentation moves them along. */
export interface Composition {
  readonly content: Content;
  readonly regions?: readonly Region[];
  /** Label maps with their classes, one byte a pixel (two where `wide`). */
  readonly maps?: readonly (DenseMap & { readonly data: Uint8Array | Uint16Array })[];
  /** Rewrites the content when augmentation has moved or resized things, for answers that name coordinates. */
  readonly rewrite?: (regions: readonly Region[], sizes: readonly { width: number; height: number }[]) => Content;
  readonly flags?: readonly string[];
  readonly language?: string;
}

export interface Draft {
  readonly template: string;
  readonly leaf?: string;
  readonly pictures: readonly Picture[];
  /** How rough the camera may be with the pictures: not at all, or like real-world images. */
  readonly augment: "none" | "light" | "photo";
  /** Called with one shot a picture. Throws `Unfit` when the pictures cannot make a good sample. */
  compose(shots: readonly Shot[]): Composition;
  /** Licence of texts that the draft quotes; the project's own texts are CC0-1.0. */
  readonly licence?: string;
}

export interface SourceContext {
  readonly random: Random;
  /** Longest side of a picture in pixels, where the source can choose. */
  readonly maxSide: number;
  readonly split: "train" | "heldout";
}

export interface Source {
  /** `bar-chart`, `invoice`, ... */
  readonly name: string;
  readonly category: Category;
  readonly version: number;
  /** One sentence for people who browse. */
  readonly description: string;
  /** Leaves of the taxonomy that its drafts belong to. */
  readonly leaves?: readonly string[];
  draft(context: SourceContext): Draft;
}

/** Thrown by `compose` (or `draft`) when a sample would not be good; the pipeline counts the reason and goes on. */
export class Unfit extends Error {}
