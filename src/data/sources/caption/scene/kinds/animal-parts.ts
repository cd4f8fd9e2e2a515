/** What many drawn animals have: eyes and legs. */
import type { Pen } from "../drawing.ts";

export const eye = "#1d1b1e";

export const legs = (pen: Pen, xs: readonly number[], top: number, bottom: number, colour: string, width: number) => {
  for (const x of xs)
    pen.line(
      [
        [x, top],
        [x, bottom - width / 2],
      ],
      colour,
      width,
    );
};
