/**
 * What every source and importer makes and every shard holds: one sample, with its pictures, its text, what is known of
 * where things are, and where all of it came from. The schema is checked at each border (docs/data-format.md has an
 * example); image bytes travel beside it.
 */
import { z } from "zod";
import { isLeaf } from "./taxonomy.ts";

/** The rows of the paper's Table 1, the sets that towers are pre-trained on, and instructions (Table 2). */
export const categories = [
  "interleaved",
  "caption",
  "table-chart",
  "web-code",
  "scene-text",
  "document",
  "text",
  "vision",
  "instruction",
] as const;
export type Category = (typeof categories)[number];

const size = z.int().positive();
const number = z.number();
/** Left, top, right, bottom in the image's pixels; right and bottom do not belong to the box. */
const box = z.tuple([number, number, number, number]);
const point = z.tuple([number, number]);

/** Text, or the place of one of the sample's images. `target` says that a model may learn to write this text. */
const partSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("text"), text: z.string(), target: z.boolean() }),
  z.strictObject({ type: z.literal("image"), image: z.int().nonnegative() }),
]);

const turnSchema = z.strictObject({
  role: z.enum(["system", "user", "assistant"]),
  parts: z.array(partSchema).min(1),
});

/** One text with pictures in it, or a conversation about pictures. */
const contentSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("document"), parts: z.array(partSchema).min(1) }),
  z.strictObject({ kind: z.literal("conversation"), turns: z.array(turnSchema).min(2) }),
]);

/** Something that can be pointed at. At least one of box, polygon and point says where it is. */
const regionSchema = z
  .strictObject({
    image: z.int().nonnegative(),
    /** What kind of thing: `word`, `line`, `button`, `bar`, `title`, ... */
    kind: z.string().min(1),
    text: z.string().optional(),
    box: box.optional(),
    polygon: z.array(point).min(3).optional(),
    point: point.optional(),
  })
  .refine((region) => region.box ?? region.polygon ?? region.point, { error: "a region says where it is" });

const imageSchema = z.strictObject({
  /** Extension of the encoded bytes; in a shard the file is called `<key>.<index>.<format>`. */
  format: z.enum(["png", "jpg", "webp"]),
  width: size,
  height: size,
  /** Of the encoded bytes, hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** A dense label map over one image: an 8- or 16-bit greyscale PNG whose values are classes. */
const mapSchema = z.strictObject({
  image: z.int().nonnegative(),
  /** `characters`, `words`, `elements`, `objects`, `edges`, `order`, ... */
  name: z.string().regex(/^[a-z]+$/),
  width: size,
  height: size,
  /** Class names by value, where they are names. */
  classes: z.array(z.string()).optional(),
});

const augmentationSchema = z.strictObject({
  name: z.string(),
  parameters: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
});

/** Enough to make the sample again, or to find it where it came from. */
const lineageSchema = z.strictObject({
  source: z.string().min(1),
  /** Raised when a source's output changes. */
  version: z.int().positive(),
  /** The source's template, layout or task. */
  template: z.string(),
  /** Seed and index, for generated samples. */
  seed: z.int().optional(),
  index: z.int().nonnegative().optional(),
  /** How many tries of this index were refused before. */
  attempt: z.int().nonnegative().optional(),
  /** File and item, for imported samples. */
  origin: z.string().optional(),
  fonts: z.array(z.string()),
  /** For example `chromium 156.0.8078.73`. */
  renderer: z.string().optional(),
  augmentations: z.array(augmentationSchema),
  /** SPDX identifier, or what the file says of itself. */
  licence: z.string(),
  /** Of all text of the sample, hexadecimal. */
  textSha256: z.string().regex(/^[0-9a-f]{64}$/),
});

export const sampleSchema = z
  .strictObject({
    /** Unique in a data set and without dots: the stem of the sample's files. */
    key: z.string().regex(/^[A-Za-z0-9_-]+$/),
    category: z.enum(categories),
    /** A leaf of the taxonomy, `Analysis/Data Chart Analysis/Graph Interpretation`. */
    leaf: z.string().refine(isLeaf, { error: "not a leaf of the taxonomy" }).optional(),
    images: z.array(imageSchema),
    content: contentSchema,
    regions: z.array(regionSchema),
    maps: z.array(mapSchema),
    /** ISO 639-1 of the text. */
    language: z.string(),
    /** Remarks of sources and filters: `low-contrast`, `refusal`, `long`, ... */
    flags: z.array(z.string()),
    lineage: lineageSchema,
  })
  .superRefine((sample, context) => {
    const places = [
      ...partsOf(sample.content).flatMap((part) => (part.type === "image" ? [part.image] : [])),
      ...sample.regions.map((region) => region.image),
      ...sample.maps.map((map) => map.image),
    ];
    for (const image of places) {
      if (image >= sample.images.length) {
        context.addIssue({ code: "custom", message: `image ${image} is named, but there are ${sample.images.length}` });
      }
    }
    if (!partsOf(sample.content).some((part) => part.type === "text" && part.target) && sample.maps.length === 0) {
      context.addIssue({ code: "custom", message: "nothing of the sample is a target" });
    }
  });

export type Sample = z.infer<typeof sampleSchema>;
export type Part = z.infer<typeof partSchema>;
export type Turn = z.infer<typeof turnSchema>;
export type Content = z.infer<typeof contentSchema>;
export type Region = z.infer<typeof regionSchema>;
export type DenseMap = z.infer<typeof mapSchema>;
export type Lineage = z.infer<typeof lineageSchema>;
export type Augmentation = z.infer<typeof augmentationSchema>;

/** A sample with the bytes that its shard holds beside it. */
export interface SampleFiles {
  readonly sample: Sample;
  /** Encoded images, in the order of `sample.images`. */
  readonly images: readonly Uint8Array[];
  /** Encoded label maps, in the order of `sample.maps`. */
  readonly maps: readonly Uint8Array[];
}

export function partsOf(content: Content): Part[] {
  return content.kind === "document" ? content.parts : content.turns.flatMap((turn) => turn.parts);
}

/** A part that a model may learn to write. */
export function target(text: string): Part {
  return { type: "text", text, target: true };
}

/** A part that is only read. */
export function given(text: string): Part {
  return { type: "text", text, target: false };
}

export function imagePart(image = 0): Part {
  return { type: "image", image };
}

/** A conversation of questions and answers about `images` pictures, which stand before the first question. */
export function conversationOf(
  turns: readonly (readonly [question: string, answer: string])[],
  images = 1,
): Extract<Content, { kind: "conversation" }> {
  const pictures = Array.from({ length: images }, (_, i) => imagePart(i));
  return {
    kind: "conversation",
    turns: turns.flatMap(([question, answer], i): Turn[] => [
      { role: "user", parts: [...(i === 0 ? pictures : []), given(question)] },
      { role: "assistant", parts: [target(answer)] },
    ]),
  };
}
