/**
 * Conversations about pictures in the shapes that tuning sets have: LLaVA and ShareGPT (`conversations` of `from`/`value`, with
 * `<image>` where a picture stands), OpenAI (`messages` of `role`/`content`) and the Cauldron's (`texts` of `user`/`assistant`).
 */
import { z } from "zod";
import { type Content, type Part, partsOf, type Turn } from "../sample.ts";
import { isLeaf } from "../taxonomy.ts";
import { type ImportDraft, type Importer, type InputFile, Refused } from "./importer.ts";
import { licenceName } from "./licence.ts";
import { pictureBytes } from "./pictures.ts";
import { draftsOf, isRecordFile } from "./records/records.ts";
import { cleanText } from "./text.ts";

const MAX_IMAGES = 64;

const roles: Readonly<Record<string, Turn["role"]>> = {
  system: "system",
  developer: "system",
  human: "user",
  user: "user",
  gpt: "assistant",
  chatgpt: "assistant",
  assistant: "assistant",
  model: "assistant",
};

const contentItem = z.union([
  z.object({ type: z.enum(["text", "input_text", "output_text"]), text: z.string() }),
  z.object({ type: z.enum(["image", "image_url", "input_image"]) }).loose(),
]);
const turnSchema = z.union([
  z.object({ from: z.string(), value: z.string() }),
  z.object({ role: z.string(), content: z.union([z.string(), z.array(contentItem)]) }),
]);
const recordSchema = z
  .object({
    id: z.union([z.string(), z.number()]).optional(),
    conversations: z.array(turnSchema).optional(),
    messages: z.array(turnSchema).optional(),
    texts: z.array(z.object({ user: z.string(), assistant: z.string() }).loose()).optional(),
    system: z.string().nullish(),
    image: z.unknown().optional(),
    images: z.unknown().optional(),
    license: z.string().optional(),
    /** A leaf of the taxonomy, as `periscope data teach` writes it. */
    leaf: z.string().optional(),
  })
  .loose();

/** Where a picture stands in text: LLaVA's mark, and those that other trainers write. */
const PLACE = /<image>|<\|image\|>|<ImageHere>/g;
/** A first question that asks for nothing but a caption. */
const ASKS_FOR_CAPTION =
  /\b(describe|description|caption|depict|summary|summarize|summarise|explain the visual|characterize|analyze the image|what is in the (photo|image|picture)|what's happening|narrate|portray|render a clear|present a compact|share a concise|provide a brief|give a (short|brief))/i;

function conversationImporter(name: string, description: string, field: "conversations" | "messages"): Importer {
  return {
    name,
    category: "instruction",
    version: 1,
    description,
    formats: ["*.json", "*.jsonl", "*.parquet"],
    recognises: (path) => isRecordFile(path) && !/\.[ct]sv(\.gz)?$/i.test(path),
    read: (file) => draftsOf(file, async (value, item) => [await conversationDraft(value, item, file, field)]),
  };
}

export const llava = conversationImporter(
  "llava",
  "LLaVA, ShareGPT4V and ShareGPT conversations, with <image> where a picture stands; single captions become caption samples",
  "conversations",
);
export const messages = conversationImporter(
  "messages",
  "OpenAI-style messages (role, content with image_url parts or <image>), also in the shape of the Cauldron",
  "messages",
);

/** A record as a draft; it throws `Refused` for what is no conversation. Pictures are bytes, `data:` addresses or files beside. */
export async function conversationDraft(
  value: unknown,
  item: string,
  file: Pick<InputFile, "folder" | "path">,
  field: "conversations" | "messages",
): Promise<ImportDraft> {
  const parsed = recordSchema.safeParse(value);
  if (!parsed.success) throw new Refused("the record is no conversation", parsed.error.issues[0]?.path.join("."));
  const record = parsed.data;
  const { texts, license, system } = record;
  const said =
    (field === "messages" ? (record.messages ?? record.conversations) : (record.conversations ?? record.messages)) ??
    texts?.flatMap(({ user, assistant }) => [
      { role: "user", content: user },
      { role: "assistant", content: assistant },
    ]);
  if (said === undefined || said.length === 0) throw new Refused("the record is no conversation", `it has no ${field}`);
  const listed = listOf(record.images ?? record.image);
  const references: unknown[] = [];
  const turns: Turn[] = system
    ? [{ role: "system", parts: [{ type: "text", text: cleanText(system), target: false }] }]
    : [];
  for (const turn of said) {
    const role = roles["from" in turn ? turn.from.toLowerCase() : turn.role.toLowerCase()];
    if (role === undefined)
      throw new Refused("a conversation has an unknown role", "from" in turn ? turn.from : turn.role);
    const parts = partsFrom("from" in turn ? turn.value : turn.content, role, references, listed);
    if (parts.length === 0) throw new Refused("a turn is empty");
    turns.push({ role, parts });
  }
  requireOrder(turns);
  const unplaced = listed.slice(references.length);
  if (unplaced.length > 0) {
    // Pictures that no mark names stand before the first question.
    if (references.length > 0)
      throw new Refused("a conversation has more pictures than places", `${listed.length} for ${references.length}`);
    const first = turns.find(({ role }) => role === "user")!;
    first.parts.unshift(...unplaced.map((_, image): Part => ({ type: "image", image })));
    references.push(...unplaced);
  }
  if (references.length > MAX_IMAGES)
    throw new Refused("a conversation has too many pictures", String(references.length));
  const pictures: Uint8Array[] = [];
  for (const reference of references) pictures.push(await pictureBytes(reference, file.folder, file.path));
  const content: Content = { kind: "conversation", turns };
  const isCaption = pictures.length === 1 && turns.length === 2 && ASKS_FOR_CAPTION.test(textOf(turns[0]!));
  return {
    item: record.id === undefined ? item : `${item}:${record.id}`,
    template: isCaption ? "caption" : "conversation",
    content,
    pictures,
    ...(isCaption && { category: "caption" }),
    ...(record.leaf !== undefined && isLeaf(record.leaf) && { leaf: record.leaf }),
    ...(license && { licence: licenceName(license) }),
  };
}

/** Text and pictures of one turn. References to pictures are appended to `references`; marks take the next listed one. */
function partsFrom(
  content: string | readonly z.infer<typeof contentItem>[],
  role: Turn["role"],
  references: unknown[],
  listed: readonly unknown[],
): Part[] {
  const parts: Part[] = [];
  const addText = (text: string) => {
    const clean = cleanText(text).trim();
    if (clean !== "") parts.push({ type: "text", text: clean, target: role === "assistant" });
  };
  const addPicture = (reference: unknown) => {
    if (reference === undefined) throw new Refused("a conversation has more places than pictures", `${listed.length}`);
    parts.push({ type: "image", image: references.length });
    references.push(reference);
  };
  const addMarked = (text: string) => {
    for (const [i, piece] of text.split(PLACE).entries()) {
      if (i > 0) addPicture(listed[references.length]);
      addText(piece);
    }
  };
  if (typeof content === "string") addMarked(content);
  else {
    for (const one of content) {
      if ("text" in one && typeof one.text === "string") addText(one.text);
      else addPicture(inlineReference(one as Record<string, unknown>) ?? listed[references.length]);
    }
  }
  return parts;
}

/** `{"type": "image_url", "image_url": {"url": ...}}` and its relatives; undefined where only the place is marked. */
function inlineReference(part: Record<string, unknown>): unknown {
  const { image_url: address, image } = part;
  if (typeof address === "object" && address !== null) return (address as { url?: unknown }).url;
  return address ?? image ?? undefined;
}

/** System first, then user and assistant in turn, with the assistant last. */
function requireOrder(turns: readonly Turn[]): void {
  const spoken = turns.filter(({ role }, i) => role !== "system" || i > 0);
  const isRight = spoken.every(({ role }, i) => role === (i % 2 === 0 ? "user" : "assistant"));
  if (!isRight || spoken.length === 0 || spoken.length % 2 === 1) {
    throw new Refused(
      "a conversation is out of order",
      turns
        .map(({ role }) => role)
        .join(", ")
        .slice(0, 120),
    );
  }
}

function listOf(value: unknown): unknown[] {
  if (value === undefined || value === null || value === "") return [];
  return Array.isArray(value) ? value : [value];
}

function textOf(turn: Turn): string {
  return partsOf({ kind: "document", parts: turn.parts })
    .map((part) => (part.type === "text" ? part.text : ""))
    .join(" ");
}
