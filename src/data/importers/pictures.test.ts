import { createHash } from "node:crypto";
import sharp from "sharp";
import { expect, test } from "vitest";
import { pictureBytes, takePicture } from "./pictures.ts";
import { picture } from "./testing/samples.ts";

const reasonOf = (bytes: Uint8Array, options = {}) =>
  takePicture(bytes, options).then(
    () => "taken",
    (error: { reason?: string }) => error.reason,
  );
const solid = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: "#336699" } });

test("sound PNG, JPEG and WebP pass through byte for byte", async () => {
  for (const format of ["png", "jpeg", "webp"] as const) {
    const bytes = await solid(31, 17).toFormat(format).toBuffer();
    const taken = await takePicture(bytes);
    expect(Buffer.compare(taken.bytes, bytes)).toBe(0);
    expect(taken).toMatchObject({
      scale: 1,
      meta: { format: format === "jpeg" ? "jpg" : format, width: 31, height: 17 },
    });
    expect(taken.meta.sha256).toBe(createHash("sha256").update(bytes).digest("hex"));
  }
});

test("other formats become PNG, or JPEG where they were lossy", async () => {
  const gif = await takePicture(await solid(20, 10).gif().toBuffer());
  expect(gif.meta).toMatchObject({ format: "png", width: 20, height: 10 });
  const tiff = await takePicture(await solid(20, 10).tiff().toBuffer());
  expect(tiff.meta).toMatchObject({ format: "png", width: 20, height: 10 });
  expect((await sharp(tiff.bytes).stats()).dominant).toMatchObject({ r: 56, g: 104, b: 152 }); // bins of 16 around #336699
});

test("a picture on its side is turned, a transparent one stands on white", async () => {
  const lying = await solid(30, 20).withMetadata({ orientation: 6 }).jpeg().toBuffer();
  expect((await takePicture(lying)).meta).toMatchObject({ width: 20, height: 30, format: "jpg" });
  const clear = await sharp({
    create: { width: 8, height: 8, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
  })
    .png()
    .toBuffer();
  const taken = await takePicture(clear);
  expect((await sharp(taken.bytes).raw().toBuffer()).every((value) => value === 255)).toBe(true);
});

test("a longer side than wanted is made smaller, and the scale is told", async () => {
  const taken = await takePicture(await solid(400, 100).png().toBuffer(), { maxSide: 200 });
  expect(taken).toMatchObject({ scale: 0.5, meta: { width: 200, height: 50 } });
});

test("50,000 pixels, too many bytes, damage and other files are refused", async () => {
  expect(await reasonOf(await solid(50_000, 4).png().toBuffer())).toBe("a picture has too many pixels");
  expect(await reasonOf(await solid(300, 300).png().toBuffer(), { maxImagePixels: 10_000 })).toBe(
    "a picture has too many pixels",
  );
  expect(await reasonOf(await picture(), { maxImageBytes: 20 })).toBe("a picture has too many bytes");
  const noisy = await sharp(Buffer.from(Array.from({ length: 3 * 64 * 64 }, (_, i) => (i * 7919) % 251)), {
    raw: { width: 64, height: 64, channels: 3 },
  })
    .jpeg()
    .toBuffer();
  expect(await reasonOf(noisy.subarray(0, noisy.length / 2))).toBe("a picture is corrupt");
  expect(await reasonOf(Buffer.from("<html>"))).toBe("a picture has an unknown format");
  expect(await reasonOf(new Uint8Array())).toBe("a picture is empty");
});

test("a vector picture that takes too long to draw is refused", async () => {
  const drawing = Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="9900" height="9900"><rect width="9900" height="5000"/></svg>`,
  );
  expect((await takePicture(drawing)).meta).toMatchObject({ format: "png", width: 2048, height: 2048 });
  expect(await reasonOf(drawing, { maxDrawSeconds: 0 })).toBe("a picture takes too long to draw");
  // every pixel of a turbulence is computed anew: at full size minutes
  const noise = Array.from({ length: 20 }, (_, i) => {
    const filter = `<filter id="f${i}"><feTurbulence baseFrequency="0.0${i + 1}" numOctaves="9"/></filter>`;
    return `${filter}<rect width="100%" height="100%" filter="url(#f${i})"/>`;
  });
  const slow = `<svg xmlns="http://www.w3.org/2000/svg" width="9900" height="9900">${noise.join("")}</svg>`;
  expect(await reasonOf(Buffer.from(slow), { maxDrawSeconds: 2 })).toBe("a picture takes too long to draw");
});

test("references are bytes, structures of Hugging Face or data: addresses, never the network", async () => {
  const bytes = await picture();
  const folder = {} as never; // none of these may look at files
  expect(await pictureBytes({ bytes, path: "a.png" }, folder, "/x")).toBe(bytes);
  const address = `data:image/png;base64,${bytes.toString("base64")}`;
  expect(Buffer.compare(await pictureBytes({ url: address }, folder, "/x"), bytes)).toBe(0);
  await expect(pictureBytes(undefined, folder, "/x")).rejects.toThrow("a picture is missing");
});
