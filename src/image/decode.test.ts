import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { UserError } from "../runtime/errors.ts";
import { type DecodeOptions, decodeImage } from "./decode.ts";
import { contentHash } from "./hash.ts";

const root = join(import.meta.dirname, "../..");
const folder = join(root, "test/fixtures/image/decode");
const bytesOf = (name: string): Uint8Array => new Uint8Array(readFileSync(join(folder, name)));
const sha256 = (data: Uint8Array) => createHash("sha256").update(data).digest("hex");

interface Known {
  width: number;
  height: number;
  sha256: string;
}
const known = JSON.parse(readFileSync(join(folder, "../decode.json"), "utf8")) as Record<
  string,
  Known & { upright?: Known }
>;

async function refusal(bytes: Uint8Array, options?: DecodeOptions): Promise<string> {
  const error = await decodeImage(bytes, options).then(
    () => undefined,
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(UserError);
  return (error as UserError).message;
}

describe("files decode to the same bytes as with Pillow", () => {
  test.each(Object.keys(known))("%s", async (name) => {
    const { data, width, height } = await decodeImage(bytesOf(name), { orientation: "ignore" });
    expect({ width, height, sha256: sha256(data) }).toEqual({
      width: known[name]!.width,
      height: known[name]!.height,
      sha256: known[name]!.sha256,
    });
  });
});

test("the orientation tag turns the picture unless it is to be ignored", async () => {
  const { data, width, height } = await decodeImage(bytesOf("turned.jpg"));
  expect({ width, height, sha256: sha256(data) }).toEqual(known["turned.jpg"]!.upright);
  expect([width, height]).toEqual([known["turned.jpg"]!.height, known["turned.jpg"]!.width]);
});

test("AVIF decodes to nearly the picture it was made from", async () => {
  const avif = await decodeImage(bytesOf("colour.avif"));
  const original = await decodeImage(bytesOf("lossless.webp"));
  expect([avif.width, avif.height]).toEqual([original.width, original.height]);
  const difference = avif.data.reduce((sum, value, i) => sum + Math.abs(value - original.data[i]!), 0);
  expect(difference / avif.data.length).toBeLessThan(6);
});

describe("SVG", () => {
  const svg = (attributes: string, content: string) =>
    new TextEncoder().encode(
      `<?xml version="1.0"?>\n<!-- drawn -->\n<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${content}</svg>`,
    );
  const red = `<rect width="50" height="50" fill="#f00"/>`;

  test("is drawn on white, at a size worth looking at", async () => {
    const { data, width, height } = await decodeImage(svg(`width="100" height="50"`, red));
    expect([width, height]).toEqual([1024, 512]);
    expect([...data.subarray(0, 3)]).toEqual([255, 0, 0]);
    expect([...data.subarray(data.length - 3)]).toEqual([255, 255, 255]);
  });

  test("never draws more than 2048 pixels a side", async () => {
    const { width, height } = await decodeImage(svg(`width="30000" height="20000"`, red));
    expect(Math.max(width, height)).toBeLessThanOrEqual(2049);
    expect(await refusal(svg(`width="20000" height="1"`, red), { source: "line.svg" })).toContain(
      "line.svg is an SVG of 20000 x 1",
    );
  });

  test("loads no file from outside itself, but what it carries inside", async () => {
    const png = join(root, "test/fixtures/image/png/rgb_96x96_same.png");
    const image = (href: string) => svg(`width="96" height="96"`, `<image width="96" height="96" href="${href}"/>`);
    for (const href of [`file://${png}`, png, "rgb_96x96_same.png"]) {
      expect((await decodeImage(image(href))).data.every((value) => value === 255)).toBe(true);
    }
    const inside = await decodeImage(image(`data:image/png;base64,${readFileSync(png).toString("base64")}`));
    expect(inside.data.some((value) => value !== 255)).toBe(true);
  });

  test("that asks for years of drawing is given up, and the next is drawn", async () => {
    const levels = Array.from({ length: 12 }, (_, i) => `<g id="a${i + 1}">${`<use href="#a${i}"/>`.repeat(10)}</g>`);
    const nested = `<defs><g id="a0"><rect width="9" height="9" opacity="0.5"/></g>${levels.join("")}</defs><use href="#a12"/>`;
    for (const size of [`width="500" height="500"`, ""]) {
      const message = await refusal(svg(size, nested), { source: "nested.svg", drawSeconds: 0.5 });
      expect(message).toBe("nested.svg is an SVG that takes more than 0.5 s to draw");
    }
    const small = svg(`width="100" height="50"`, red);
    const drawn = await Promise.all([decodeImage(small), decodeImage(small)]);
    expect(drawn.map(({ width }) => width)).toEqual([1024, 1024]);
  });

  test("that is not well formed is refused", async () => {
    const cut = svg(`width="9" height="9"`, red).subarray(0, 100);
    expect(await refusal(cut, { source: "cut.svg" })).toContain("cut.svg is a corrupt or truncated SVG file");
  });
});

describe("refusals are one sentence that names the source", () => {
  test.each([
    ["BM\0\0\0\0", "BMP"],
    ["\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"],
    ["8BPS\0\x01", "Photoshop (PSD)"],
    ["%PDF-1.7", "PDF"],
    ["\0\0\x01\0\x01\0", "icon (ICO)"],
    ["\xff\x0a\0\0", "JPEG XL"],
    ["<!DOCTYPE html><html>", "HTML"],
    ["P6\n2 2\n255\n", "Netpbm (PNM)"],
  ])("another format by its name: %j is %s", async (head, name) => {
    const message = await refusal(Buffer.from(head, "latin1"), { source: "photo.jpg" });
    expect(message).toBe(`photo.jpg is a file of type ${name}; JPEG, PNG, WebP, GIF, AVIF, TIFF and SVG can be read`);
  });

  test("bytes that are nothing known, and none at all", async () => {
    expect(await refusal(Buffer.from("hello"))).toContain("the image is not a known image format");
    expect(await refusal(new Uint8Array(0), { source: "a.png" })).toBe("a.png is empty (0 bytes)");
  });

  test.each(Object.keys(known).concat("colour.avif"))("a truncated %s", async (name) => {
    const bytes = bytesOf(name);
    const message = await refusal(bytes.subarray(0, Math.floor(bytes.length * 0.3)), { source: name });
    expect(message.startsWith(`${name} is a corrupt or truncated `)).toBe(true);
    expect(message).not.toContain("\n");
  });

  test("too many bytes, too many pixels: before anything is decoded", async () => {
    const bytes = bytesOf("colour.jpg");
    expect(await refusal(bytes, { maxBytes: 100 })).toBe(
      `the image has ${bytes.length} bytes; at most 100 are accepted`,
    );
    expect(await refusal(bytes, { maxPixels: 400 })).toBe(
      "the image is 29 x 17 = 493 pixels; at most 400 are accepted",
    );
    const bomb = bytesOf("profile.png");
    new DataView(bomb.buffer).setUint32(16, 60000); // the width in the header; the checksum no longer fits either
    expect(await refusal(bomb)).toMatch(/pixels; at most 100000000 are accepted|corrupt/);
  });
});

test("damaged files end in a picture or in a sentence, never in another error", async () => {
  let state = 7;
  const random = (limit: number) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state % limit;
  };
  let refused = 0;
  for (const name of ["colour.jpg", "palette.gif", "transparent.gif", "lzw.tiff", "lossless.webp", "profile.png"]) {
    for (let round = 0; round < 12; round++) {
      const bytes = bytesOf(name);
      for (let i = 0; i < 4; i++) bytes[random(bytes.length)] = random(256);
      const outcome = await decodeImage(bytes, { maxPixels: 1_000_000 }).catch((cause: unknown) => cause);
      if (outcome instanceof Error) {
        expect(outcome).toBeInstanceOf(UserError);
        refused++;
      }
    }
  }
  expect(refused).toBeGreaterThan(0);
});

test("the content hash depends on the bytes alone", async () => {
  const bytes = new TextEncoder().encode("abc");
  const hash = await contentHash(bytes);
  expect(hash).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  expect(await contentHash(Uint8Array.from([0, ...bytes]).subarray(1))).toBe(hash);
});
