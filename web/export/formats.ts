/**
 * A conversation as a file: JSON whose messages an OpenAI client can send as they are, with what is known of each answer
 * beside them; or Markdown to read. Pictures are inside, as data URLs. docs/chat-page.md shows both.
 */
import { modelName } from "../backend/model-key.ts";
import { type Answer, type Conversation, shownAnswer, type Turn } from "../state/conversation.ts";

type Pictures = ReadonlyMap<string, string>;

export function asJson(conversation: Conversation, pictures: Pictures): string {
  const { title, createdAt, updatedAt, models, system, settings, turns } = conversation;
  const file = {
    format: "periscope-conversation",
    version: 1,
    title,
    created: new Date(createdAt).toISOString(),
    updated: new Date(updatedAt).toISOString(),
    models: models.map(modelName),
    settings,
    messages: [
      ...(system === undefined ? [] : [{ role: "system", content: system }]),
      ...turns.flatMap((turn) => messagesOf(turn, pictures)),
    ],
    pictures: turns.map((turn) => turn.pictures.filter(({ id }) => pictures.has(id)).map(({ name }) => name)),
    answers: turns.map(({ columns }) =>
      columns.map(({ variants, shown }) => ({ shown, variants: variants.map(describe) })),
    ),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

function messagesOf(turn: Turn, pictures: Pictures): object[] {
  const urls = turn.pictures.map(({ id }) => pictures.get(id)).filter((url) => url !== undefined);
  const images = urls.map((url) => ({ type: "image_url", image_url: { url } }));
  const content = images.length > 0 ? [...images, { type: "text", text: turn.text }] : turn.text;
  const answer = shownAnswer(turn.columns[0]);
  return [{ role: "user", content }, ...(answer?.text ? [{ role: "assistant", content: answer.text }] : [])];
}

function describe({ model, text, state, error, cut, usage, timing, tokens }: Answer) {
  return { model: modelName(model), text, state, error, cut, usage, timing, tokens };
}

export function asMarkdown(conversation: Conversation, pictures: Pictures): string {
  const { title, updatedAt, system, turns } = conversation;
  const parts = [`# ${title}`, `_${new Date(updatedAt).toISOString().slice(0, 16).replace("T", " ")} UTC_`];
  if (system) parts.push(`> ${system.replaceAll("\n", "\n> ")}`);
  for (const turn of turns) {
    parts.push("## You");
    for (const { id, name } of turn.pictures) {
      const url = pictures.get(id);
      parts.push(url ? `![${name.replace(/[[\]]/g, "")}](${url})` : `_${name} is lost_`);
    }
    if (turn.text !== "") parts.push(turn.text);
    for (const column of turn.columns) {
      const answer = shownAnswer(column);
      if (answer) parts.push(`## ${modelName(answer.model)}`, answer.text || `_${answer.error ?? "no answer"}_`);
    }
  }
  return `${parts.join("\n\n")}\n`;
}
