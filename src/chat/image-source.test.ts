import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadImage } from "./image-files.ts";

let root: string;
let path: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "periscope-image-"));
  path = join(root, "a picture.png");
  await sharp({ create: { width: 3, height: 2, channels: 3, background: "#102030" } })
    .png()
    .toFile(path);
});
afterAll(() => rm(root, { recursive: true }));

test("a path, its bytes and a data URL are one image", async () => {
  const bytes = await readFile(path);
  const sources = [path, new Uint8Array(bytes), `data:image/png;base64,${bytes.toString("base64")}`];
  const images = await Promise.all(sources.map((source) => loadImage(source)));
  expect(new Set(images.map(({ hash }) => hash)).size).toBe(1);
  for (const image of images) {
    expect(await image.decode()).toMatchObject({ width: 3, height: 2 });
    expect(await loadImage(image)).toBe(image);
  }
});

test("a decoded picture is named by its contents and its shape", async () => {
  const data = new Uint8Array(18).fill(9);
  const hashes = await Promise.all(
    [
      { data, width: 3, height: 2 },
      { data: data.slice(), width: 3, height: 2 },
      { data, width: 2, height: 3 },
    ].map(async (picture) => (await loadImage(picture)).hash),
  );
  expect(hashes[1]).toBe(hashes[0]);
  expect(hashes[2]).not.toBe(hashes[0]);
});

test("what is no image file is refused by its name", async () => {
  const large = join(root, "large.png");
  await writeFile(large, new Uint8Array(2000));
  const bad: [string, RegExp][] = [
    [join(root, "none.png"), /^the image .*none\.png does not exist$/],
    [root, /is a folder, not an image$/],
    ["/dev/zero", /^\/dev\/zero is not a regular file$|does not exist$/],
    ["https://example.org/a.png", /is an address; images are read from files, so download it first$/],
    ["data:text/html;base64,AAAA", /begins with data:image\/\.\.\.;base64, but this one with data:text\/html;base64,$/],
    ["data:image/png;base64,A*A", /is not valid base64$/],
    ["data:image/png;base64,A", /is not valid base64$/],
    [large, /large\.png has 2000 bytes; at most 1000 are accepted$/],
    [`data:image/png;base64,${"A".repeat(4000)}`, /at most 1000 are accepted$/],
  ];
  for (const [source, message] of bad) {
    await expect(loadImage(source, { maxBytes: 1000 })).rejects.toThrow(message);
  }
  await expect(loadImage({ data: new Uint8Array(5), width: 3, height: 2 })).rejects.toThrow("18");
  const damaged = await loadImage((await readFile(path)).subarray(0, 60), { source: "damaged.png" });
  await expect(damaged.decode()).rejects.toThrow(/^damaged\.png is a corrupt or truncated PNG/);
});
