/**
 * The worker's end of the line: models, conversations and images by number, and what a page asks of them. What it does
 * with a model is `chat/`'s; how a model is opened is given.
 */
import type { Conversation } from "../chat/conversation.ts";
import { imageOf } from "../chat/image-source.ts";
import type { LoadedImage } from "../chat/images.ts";
import { modelParts } from "../chat/open.ts";
import type { Turn } from "../chat/sequence.ts";
import type { Checkpoint } from "../checkpoint/assemble.ts";
import { UserError } from "../runtime/errors.ts";
import { encodeAdaptor, readAdaptor } from "./adaptor-file.ts";
import { browserReader } from "./decode.ts";
import type { LoadProgress } from "./model-files.ts";
import { modelOn, type OpenedModel, type OpenHooks, type OpenOptions } from "./open.ts";
import type { CallName, Calls, ImageHandle, Line, ModelFacts, Reply, Request, WireMessage } from "./protocol.ts";
import { seenImage } from "./seen.ts";
import { tune, withWeights } from "./tuning.ts";

export type Opener = (url: string, options: OpenOptions, hooks: OpenHooks) => Promise<OpenedModel>;

interface Context<Piece> {
  readonly signal: AbortSignal;
  /** Sends a piece, and lets what the page has sent meanwhile come in. */
  give(piece: Piece): Promise<void>;
}

type Handlers = {
  [Name in CallName]: (
    args: Calls[Name]["args"],
    context: Context<Calls[Name]["piece"]>,
  ) => Promise<Calls[Name]["value"]>;
};

/** Answers what comes over `line` until its models are disposed. */
export function serve(line: Line, open: Opener, wasmPaths?: string): void {
  const running = new Map<number, AbortController>();
  const handlers = makeHandlers(open, wasmPaths);
  const send = (reply: Reply) => line.postMessage(reply);
  line.onmessage = async ({ data }: MessageEvent<Request>) => {
    if (data.type === "abort") {
      running.get(data.id)?.abort();
      return;
    }
    const { id, name, args } = data;
    const stop = new AbortController();
    running.set(id, stop);
    const context: Context<never> = {
      signal: stop.signal,
      async give(piece) {
        send({ type: "piece", id, piece });
        await breath();
      },
    };
    try {
      send({ type: "value", id, value: await handlers[name](args as never, context) });
    } catch (error) {
      const { message, stack } = error instanceof Error ? error : new Error(String(error));
      send({ type: "error", id, message, stack, user: error instanceof UserError });
    } finally {
      running.delete(id);
    }
  };
}

function makeHandlers(open: Opener, wasmPaths: string | undefined): Handlers {
  const models = new Map<number, OpenedModel>();
  const owners = new Map<number, number>();
  const conversations = new Map<number, Conversation>();
  const images = new Map<string, LoadedImage>();
  const modelOf = (number: number): OpenedModel => {
    const found = models.get(number);
    if (!found) throw new UserError("this model was disposed; it cannot be asked any more");
    return found;
  };
  const imageNamed = ({ hash, name }: ImageHandle): LoadedImage => {
    const found = images.get(hash);
    if (!found) throw new Error(`the image ${name} is not known here.`);
    return found;
  };
  const turnsOf = (messages: readonly WireMessage[]): Turn[] =>
    messages.map((message): Turn => {
      const { content } = message;
      if (typeof content === "string") return { ...message, content, images: message.images?.map(imageNamed) };
      const parts = content.map((part) =>
        part.type === "text" ? part : { ...part, image: part.image && imageNamed(part.image) },
      );
      return { ...message, content: parts, images: undefined };
    });
  const add = (opened: OpenedModel): ModelFacts => {
    const model = models.size === 0 ? 1 : Math.max(...models.keys()) + 1;
    models.set(model, opened);
    const { id, runtime, threads, notices, checkpoint, prompt } = opened;
    const { generation } = opened.model;
    const device = runtime.device === "webgpu" ? "webgpu" : "wasm";
    return { model, id, device, threads, notices, config: checkpoint.config, generation, imageTag: prompt.imageTag };
  };

  return {
    async load({ url, options }, { give, signal }) {
      const onProgress = (progress: LoadProgress) => void give(progress);
      return add(await open(url, options, { onProgress, signal, wasmPaths }));
    },
    async image({ source, name }) {
      const image = await imageOf(source, browserReader, { source: name });
      if (!images.has(image.hash)) images.set(image.hash, image);
      return { hash: image.hash, name: image.name };
    },
    async encode({ model, image }) {
      await modelOf(model).model.prepareImage(imageNamed(image));
      return undefined;
    },
    features: ({ model, image }) => modelOf(model).model.imageFeatures(imageNamed(image)),
    async see({ model, image }) {
      const { checkpoint, tokenizer } = modelOf(model);
      const picture = await imageNamed(image).decode();
      return seenImage(picture, checkpoint.config, modelParts(checkpoint, tokenizer).processor);
    },
    async respond({ model, conversation: number, system, messages, options }, { give, signal }) {
      const conversation = conversations.get(number) ?? modelOf(model).model.conversation({ system });
      conversations.set(number, conversation);
      owners.set(number, model);
      const answer = conversation.respond(turnsOf(messages), { ...options, signal });
      for await (const piece of answer) await give(piece);
      return answer.result();
    },
    async close({ conversation }) {
      conversations.get(conversation)?.dispose();
      conversations.delete(conversation);
      return undefined;
    },
    batch({ model, prompts, options }, { give, signal }) {
      const given = prompts.map((prompt) => (typeof prompt === "string" ? prompt : turnsOf(prompt)));
      const onAnswer = (answer: Calls["batch"]["piece"]["answer"], index: number) => void give({ answer, index });
      return modelOf(model).model.generateBatch(given, { ...options, signal, onAnswer });
    },
    async texts({ model, tokens }) {
      const { tokenizer } = modelOf(model);
      return tokens.map((token) => tokenizer.decode([token]));
    },
    async tune({ model, examples, options }, { give, signal }) {
      const opened = modelOf(model);
      const steps = tune(
        opened,
        examples.map(({ messages }) => turnsOf(messages)),
        options,
        signal,
      );
      let step = await steps.next();
      for (; !step.done; step = await steps.next()) await give(step.value);
      return add(await withCheckpoint(opened, step.value));
    },
    async adaptor({ model }) {
      const opened = modelOf(model);
      return encodeAdaptor(opened.checkpoint, opened);
    },
    async adapt({ model, file, source }) {
      const opened = modelOf(model);
      const weights = await readAdaptor(file, opened.checkpoint, { base: opened, source });
      return add(await withCheckpoint(opened, withWeights(opened.checkpoint, weights)));
    },
    async dispose({ model }) {
      const { model: language, runtime } = modelOf(model);
      models.delete(model);
      for (const [number, owner] of owners) {
        if (owner !== model) continue;
        conversations.get(number)?.dispose();
        conversations.delete(number);
        owners.delete(number);
      }
      await language.dispose();
      // A trained model shares the runtime of the one that it came from.
      if (![...models.values()].some((other) => other.runtime === runtime)) runtime.dispose();
      if (models.size === 0) images.clear();
      return undefined;
    },
  };
}

/** The same model over other weights. */
async function withCheckpoint(opened: OpenedModel, checkpoint: Checkpoint): Promise<OpenedModel> {
  const { runtime, tokenizer, options } = opened;
  return { ...opened, checkpoint, model: await modelOn(runtime, checkpoint, tokenizer, options) };
}

/** A turn of the event loop: running a model gives no other moment at which a message could come in. */
function breath(): Promise<void> {
  return new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      done();
    };
    port2.postMessage(undefined);
  });
}
