/**
 * The camera: pages to pictures, with what the DOM knows about them. A real Chromium renders; nothing is fetched from
 * anywhere. What is in the pictures, and what becomes of them, is the sources' business.
 */
import type { PagePicture } from "../source.ts";

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A piece of text where it stands. */
export interface TextBox {
  readonly text: string;
  readonly box: Box;
}

/** A marked element (`data-mark`), in document order. Boxes are in the picture's pixels and clipped to it. */
export interface Mark {
  readonly kind: string;
  /** `data-name`, if there is one. */
  readonly name?: string;
  readonly text: string;
  readonly box: Box;
  /** One for each line that its text runs over. */
  readonly lines: readonly TextBox[];
  readonly words: readonly TextBox[];
  readonly characters: readonly TextBox[];
}

export interface Shot {
  readonly width: number;
  readonly height: number;
  /** RGB, row by row. */
  readonly data: Uint8Array;
  readonly marks: readonly Mark[];
}

export interface Camera {
  /** `chromium 156.0.8078.73` */
  readonly renderer: string;
  /** One shot a page, or the reason why there is none; a page's shot does not depend on the others. */
  shoot(pages: readonly PagePicture[]): Promise<(Shot | Error)[]>;
  close(): Promise<void>;
}
