/** The process that draws: `svg.ts` starts it, gives it one picture after the other, and ends it when one takes too long. */
import { SetupError, UserError } from "../runtime/errors.ts";
import { sharp } from "./sharp.ts";
import type { DrawingOrder, DrawingReport } from "./svg.ts";

/** A vector picture has no pixels of its own: it is drawn so that its long side lies within these. */
const MIN_SIDE = 1024;
const MAX_SIDE = 2048;

/** From bytes it has no base address, so that references to files and hosts cannot resolve. */
async function draw({ bytes, source }: DrawingOrder): Promise<DrawingReport> {
  try {
    const { width, height } = await sharp(bytes, { failOn: "error", limitInputPixels: false }).metadata();
    const long = Math.max(width, height);
    const density = (72 * Math.min(Math.max(long, MIN_SIDE), MAX_SIDE)) / long;
    if (density < 1 || Math.min(width, height) * density < 72) {
      const size = `${source} is an SVG of ${width} x ${height}`;
      return {
        type: "refused",
        message: `${size}: drawn with a long side of ${MAX_SIDE} pixels nothing is left of it`,
      };
    }
    const { data, info } = await sharp(bytes, { density, failOn: "error", limitInputPixels: (MAX_SIDE + 1) ** 2 })
      .flatten({ background: "#ffffff" })
      .toColourspace("srgb")
      .raw()
      .toBuffer({ resolveWithObject: true });
    return { type: "drawn", data: new Uint8Array(data), width: info.width, height: info.height };
  } catch (error) {
    const type = error instanceof SetupError ? "unable" : error instanceof UserError ? "refused" : "corrupt";
    return { type, message: error instanceof Error ? error.message : String(error) };
  }
}

const tell = (report: DrawingReport) => process.send!(report, undefined, undefined, () => {});
// Without the one who asked there is nothing to draw for; an ordinary exit would wait for the drawing.
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
process.on("message", (order) => void draw(order as DrawingOrder).then(tell));
tell({ type: "ready" });
