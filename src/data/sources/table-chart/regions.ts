/** From the camera's marks to a sample's regions, and the check that a picture's texts can be read. */
import type { Box, Mark, Shot } from "../../camera/camera.ts";
import { type Content, imagePart, type Region, target } from "../../sample.ts";
import { Unfit } from "../../source.ts";

/** Marks as regions; `name` stands in for text where a mark has none. */
export function regionsOf(shot: Shot, image = 0): Region[] {
  return shot.marks.map((mark) => {
    const text = mark.text || mark.name;
    return {
      image,
      kind: mark.kind,
      ...(text ? { text } : {}),
      box: [mark.box.left, mark.box.top, mark.box.right, mark.box.bottom],
    };
  });
}

/**
 * Throws `Unfit` where texts of kind `text` lie on each other or touch the picture's edge, or where one of `needed` is not to
 * be seen as a whole.
 */
export function checkLegible(shot: Shot, needed: readonly string[] = []): void {
  const texts = shot.marks.filter(({ kind, text }) => kind === "text" && text !== "");
  for (const { box, text } of texts) {
    if (box.left <= 0.5 || box.top <= 0.5 || box.right >= shot.width - 0.5 || box.bottom >= shot.height - 0.5)
      throw new Unfit(`the label "${text}" is cut off by the picture's edge`);
  }
  for (const [i, a] of texts.entries()) {
    for (const b of texts.slice(i + 1)) {
      if (overlap(a, b) > 0.12) throw new Unfit(`the labels "${a.text}" and "${b.text}" overlap`);
    }
  }
  const seen = new Set(shot.marks.map(({ text }) => plain(text)));
  const all = plain(shot.marks.map(({ text }) => text).join(" "));
  for (const text of needed) {
    if (!seen.has(plain(text)) && !all.includes(plain(text))) throw new Unfit(`the label "${text}" is not to be seen`);
  }
}

/** Without spaces, which line breaks and markup change. */
function plain(text: string): string {
  return text.replaceAll(/[\s\u00a0]+/g, "");
}

/** Shared area by the smaller of two boxes, without the lead above and below the letters. */
function overlap(a: Mark, b: Mark): number {
  const [first, second] = [inked(a), inked(b)];
  const width = Math.min(first.right, second.right) - Math.max(first.left, second.left);
  const height = Math.min(first.bottom, second.bottom) - Math.max(first.top, second.top);
  if (width <= 0 || height <= 0) return 0;
  const area = (box: Box) => (box.right - box.left) * (box.bottom - box.top);
  return (width * height) / Math.max(1, Math.min(area(first), area(second)));
}

function inked({ box }: Mark): Box {
  const lead = Math.min(box.bottom - box.top, box.right - box.left) * 0.14;
  return box.bottom - box.top > box.right - box.left
    ? { ...box, left: box.left + lead, right: box.right - lead }
    : { ...box, top: box.top + lead, bottom: box.bottom - lead };
}

/** The picture with a text under it. */
export function documentOf(text: string): Content {
  return { kind: "document", parts: [imagePart(), target(text)] };
}
