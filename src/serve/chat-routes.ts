/** The routes that ask a model: chat completions, and what a model sees of images. */
import { type Context, Hono } from "hono";
import { z } from "zod";
import { UserError } from "../runtime/errors.ts";
import type { AppOptions, Env } from "./app.ts";
import { completionChunks, wholeCompletion } from "./completion.ts";
import { ApiError, badRequest, inField } from "./errors.ts";
import { type ImageSources, readImage } from "./images.ts";
import { parseBody, readBody } from "./json-body.ts";
import { findModel, type Prompt, type PromptImage } from "./model-service.ts";
import { type ChatRequest, parseChatRequest } from "./request.ts";
import { type SchemaCheck, schemaCheck } from "./schema-check.ts";
import { eventStream } from "./sse.ts";
import type { ImageView, WireMessage } from "./workers/protocol.ts";

export function chatRoutes({ models, images, metrics, log, maxBodyBytes }: AppOptions): Hono<Env> {
  const app = new Hono<Env>();
  const checkSchema = schemaCheck();

  app.post("/chat/completions", async (c) => {
    const request = parseChatRequest(await readJson(c, maxBodyBytes));
    const model = findModel(models, request.model);
    model.assertRoom(request.choices); // before its schema is worked out and images are fetched
    checkForm(request, checkSchema);
    const { signal } = c.req.raw;
    const prompt = await readPrompt(request, images, signal);
    log.content(c.get("requestId"), { model: model.id, messages: request.messages });
    const events = metrics.watch(model.id, model.answer(prompt, signal));
    const pictures = prompt.messages.flatMap(({ content }) => content.filter(({ type }) => type === "image"));
    const context = { request, model: model.id, imageTokens: pictures.length * model.facts.imageTokens };
    if (!request.stream) return c.json(await wholeCompletion(events, context));
    return eventStream(completionChunks(events, context));
  });

  app.post("/periscope/inspect", async (c) => {
    const parsed = inspection.safeParse(await readJson(c, maxBodyBytes));
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw badRequest(`${issue!.path.join(".")}: ${issue!.message}`, issue!.path.join("."));
    }
    const { model: id, image_url } = parsed.data;
    const model = findModel(models, id);
    const { signal } = c.req.raw;
    const { bytes } = await readImage(image_url.url, "image_url.url", images, signal);
    const view = await model.view(bytes, signal).catch(inField("image_url.url"));
    return c.json(viewObject(model.id, view, model.facts.imageTokens));
  });

  return app;
}

const inspection = z.object({ model: z.string().optional(), image_url: z.object({ url: z.string() }) });

function viewObject(model: string, view: ImageView, tokens: number) {
  const picture = (square: ImageView["high"]) =>
    square && { size: square.size, url: `data:image/png;base64,${Buffer.from(square.png).toString("base64")}` };
  return {
    object: "periscope.image_view",
    model,
    width: view.width,
    height: view.height,
    content: view.content,
    grid: { ...view.grid, tokens },
    high: picture(view.high) ?? null,
    low: picture(view.low) ?? null,
  };
}

/** A form sent by another site's page cannot have this type without asking first, so only willing clients get through. */
async function readJson(c: Context<Env>, maxBytes: number): Promise<unknown> {
  const type = c.req.header("Content-Type") ?? "";
  if (!/^application\/json\b/i.test(type)) {
    throw new ApiError(415, `the Content-Type must be application/json, not "${type.slice(0, 60)}"`, {
      code: "unsupported_media_type",
    });
  }
  const json = parseBody(await readBody(c.req, maxBytes));
  if (typeof json === "object" && json !== null && !Array.isArray(json)) return json;
  throw badRequest("the body is not a JSON object");
}

function checkForm({ form }: ChatRequest, check: SchemaCheck): void {
  if (form?.kind !== "schema") return;
  try {
    check(form.schema);
  } catch (error) {
    if (error instanceof UserError)
      throw badRequest(error.message, "response_format.json_schema.schema", "unsupported_schema");
    throw error;
  }
}

async function readPrompt(
  { messages, options, form, choices }: ChatRequest,
  sources: ImageSources & { readonly maxPerRequest: number },
  signal: AbortSignal,
): Promise<Prompt> {
  const count = messages.flatMap(({ content }) => content.filter(({ type }) => type === "image")).length;
  if (count > sources.maxPerRequest) {
    throw badRequest(`the request has ${count} images; at most ${sources.maxPerRequest} are accepted`, "messages");
  }
  const images = new Map<string, PromptImage>();
  const read: WireMessage[] = [];
  for (const { role, content } of messages) {
    const parts = await Promise.all(
      content.map(async (part) => {
        if (part.type === "text") return part;
        const { hash, bytes } = await readImage(part.url, part.param, sources, signal);
        images.set(hash, { bytes, param: part.param });
        return { type: "image" as const, hash };
      }),
    );
    read.push({ role, content: parts });
  }
  return { messages: read, images, options, form, choices };
}
