/** Small PNG files for the tests of tasks. */
import sharp from "sharp";

/** An image of one colour; another for every number. */
export async function picture(number: number): Promise<Buffer> {
  const background = { r: (number * 37) % 256, g: (number * 91) % 256, b: (number * 53) % 256 };
  return sharp({ create: { width: 8, height: 6, channels: 3, background } })
    .png()
    .toBuffer();
}
