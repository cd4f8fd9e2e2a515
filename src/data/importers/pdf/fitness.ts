/** Whether a page's text layer is the truth about its picture: scans, missing layers and garbage are told apart and refused. */
import { Refused } from "../importer.ts";
import type { PdfPage, Raster } from "./document.ts";
import { areaSize, clipped } from "./drawings.ts";
import type { PdfLine } from "./reading-order.ts";

const MIN_CHARACTERS = 10;
/** A picture that covers so much of a page is the page. */
const SCAN_SHARE = 0.6;
/** Characters that no text has: replacements, private use, controls, unassigned. */
const ODD = /[\ufffd\p{Co}\p{Cn}\p{Cc}]/gu;
const MAX_ODD_SHARE = 0.05;
/** Latin text has 35 to 45 % vowels. A font with a wrong table of letters moves them all. */
const [MIN_VOWEL_SHARE, VOWEL_LETTERS] = [0.2, 80];
/** Lines of the text layer that show nothing in the picture. */
const MAX_BLANK_SHARE = 0.2;
/** Runs of such scripts are not in the order in which they are read, and turned text is left out of the lines. */
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}]/gu;
const MAX_ODD_DIRECTION = 0.1;
/** Of grey values, from which something is there to be seen. */
const VISIBLE_RANGE = 24;

/** Throws `Refused` if the lines cannot be what people read on the page. `raster` is of the whole page. */
export function requireTruthfulText(page: PdfPage, lines: readonly PdfLine[], raster: Raster): void {
  const text = lines.map((line) => line.text).join("\n");
  const whole = { left: 0, top: 0, right: page.width, bottom: page.height };
  const largest = Math.max(0, ...page.drawings.images.map((image) => areaSize(clipped(image, whole))));
  const scale = raster.width / page.width;
  const isScan = largest >= SCAN_SHARE * areaSize(whole);
  if (text.replace(/\s/g, "").length < MIN_CHARACTERS) {
    if (isScan) throw new Refused("a page is a scan");
    const blank = range(raster, whole, scale) < VISIBLE_RANGE;
    throw new Refused(blank ? "a page is blank" : "a page has no text layer");
  }
  const { textRuns, invisibleRuns } = page.drawings;
  if (invisibleRuns > 0.5 * textRuns)
    throw new Refused(isScan ? "a page is a scan with recognised text" : "a page's text is invisible");
  if (page.texts.some(({ vertical }) => vertical)) throw new Refused("a page is written vertically");
  const isMostly = (part: number) => part > MAX_ODD_DIRECTION * text.length;
  if (isMostly(text.match(RIGHT_TO_LEFT)?.length ?? 0)) throw new Refused("a page is written from right to left");
  const turned = page.texts.filter(({ level }) => !level).reduce((sum, one) => sum + one.text.length, 0);
  if (isMostly(turned)) throw new Refused("a page has text that is turned", `${turned} characters`);
  requireLanguage(text);
  const blankLines = lines.filter((line) => range(raster, line, scale) < VISIBLE_RANGE);
  if (blankLines.length > MAX_BLANK_SHARE * lines.length) {
    throw new Refused(
      "a page's text layer does not match its picture",
      `${blankLines.length} of ${lines.length} lines show nothing`,
    );
  }
}

/** Throws `Refused` for text that no language is written like. */
export function requireLanguage(text: string): void {
  const characters = text.replace(/\s/g, "");
  const odd = characters.match(ODD)?.length ?? 0;
  if (odd > MAX_ODD_SHARE * characters.length) {
    throw new Refused("a page's text layer is garbage", `${odd} of ${characters.length} characters are none`);
  }
  const latin = characters.normalize("NFD").match(/[a-z]/gi) ?? [];
  const vowels = latin.filter((letter) => /[aeiouy]/i.test(letter)).length;
  if (
    latin.length >= VOWEL_LETTERS &&
    latin.length > 0.5 * characters.length &&
    vowels < MIN_VOWEL_SHARE * latin.length
  ) {
    throw new Refused("a page's text layer is garbage", `${vowels} of ${latin.length} letters are vowels`);
  }
}

/** Difference of the lightest and the darkest pixel of an area, 0 to 255. */
function range(
  raster: Raster,
  area: { left: number; top: number; right: number; bottom: number },
  scale: number,
): number {
  const { width, height, data } = raster;
  const [left, right] = [Math.max(0, Math.floor(area.left * scale)), Math.min(width, Math.ceil(area.right * scale))];
  const [top, bottom] = [Math.max(0, Math.floor(area.top * scale)), Math.min(height, Math.ceil(area.bottom * scale))];
  let [low, high] = [255, 0];
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const at = 4 * (y * width + x);
      const grey = (data[at]! * 2 + data[at + 1]! * 5 + data[at + 2]!) >> 3;
      if (grey < low) low = grey;
      if (grey > high) high = grey;
    }
  }
  return high - low;
}
