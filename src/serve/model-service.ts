/**
 * One model being served: its two workers, the line of those who wait for them, and the features of images. It knows
 * prompts, pieces of answers and what went wrong; HTTP is not known here.
 */
import { randomUUID } from "node:crypto";
import { UserError } from "../runtime/errors.ts";
import { ApiError, badRequest, inField } from "./errors.ts";
import { EventQueue } from "./event-queue.ts";
import { FeatureCache } from "./features.ts";
import type { ChosenOptions } from "./options.ts";
import { VisionLine } from "./vision-line.ts";
import type {
  AnswerEnd,
  AnswerForm,
  ImageLimits,
  ImageView,
  LanguageLimits,
  LanguageLoad,
  LanguageOrder,
  LanguageReport,
  ModelFacts,
  ModelPlace,
  WireMessage,
  WireToken,
} from "./workers/protocol.ts";
import { Worker } from "./workers/worker.ts";

export interface ModelServiceOptions {
  /** What clients call the model. */
  readonly id: string;
  readonly place: ModelPlace;
  readonly language: LanguageLimits;
  readonly images: ImageLimits;
  /** Longest time to look at one image, milliseconds. */
  readonly imageMs: number;
  /** Bytes of image features that are kept. */
  readonly featureBytes: number;
  /** Requests that may wait beside those that are answered. */
  readonly maxQueue: number;
  readonly onEvent?: (event: ServiceEvent) => void;
  /** An answer is over, by itself or because whoever asked has left. */
  readonly onEnd?: (end: AnswerEnd) => void;
}

/** What happens to a service that its operator may want to know. */
export type ServiceEvent =
  | { readonly kind: "crash"; readonly reason: string }
  | { readonly kind: "replaced"; readonly worker: string }
  | { readonly kind: "output"; readonly text: string };

export interface Prompt {
  readonly messages: readonly WireMessage[];
  /** The images in the messages by their hashes. */
  readonly images: ReadonlyMap<string, PromptImage>;
  readonly options: ChosenOptions;
  readonly form?: AnswerForm;
  readonly choices: number;
}

export interface PromptImage {
  readonly bytes: Uint8Array;
  /** Where it stands in the request. */
  readonly param: string;
}

export interface AnswerTimings {
  readonly imageMs: number;
  readonly queueMs: number;
  readonly prefillMs: number;
  readonly decodeMs: number;
  readonly imagesEncoded: number;
}

export type AnswerEvent =
  | { readonly type: "piece"; readonly choice: number; readonly text: string; readonly token?: WireToken }
  | { readonly type: "end"; readonly choice: number; readonly end: AnswerEnd; readonly timings: AnswerTimings };

interface Job {
  readonly id: number;
  readonly prompt: Prompt;
  readonly features: ReadonlyMap<string, Float32Array>;
  readonly events: EventQueue<AnswerEvent>;
  readonly arrived: number;
  readonly ready: number;
  readonly imagesEncoded: number;
  /** Gives its places to others; more than once does nothing. */
  readonly free: () => void;
  started?: number;
  left: number;
  /** Workers that ended with it in hand, before they had begun it. */
  lost: number;
  /** Nobody waits for it any more. */
  cancelled?: boolean;
}

export class ModelService {
  readonly id: string;
  readonly created = Math.floor(Date.now() / 1000);
  readonly #options: ModelServiceOptions;
  readonly #language: Worker<LanguageOrder, LanguageReport>;
  readonly #vision: VisionLine;
  readonly #features: FeatureCache;
  readonly #waiting: Job[] = [];
  readonly #sent = new Map<number, Job>();
  #facts: ModelFacts | undefined;
  #load: LanguageLoad = { active: 0, waiting: 0, cacheBytes: 0, memoryBytes: 0 };
  #nextId = 1;
  /** Answers, and looks at images, from their arrival to their end; who has yet to read one does not count. */
  #outstanding = 0;
  /** How long an answer has taken of late, milliseconds; for those who are told when to come back. */
  #usualMs = 1000;

  constructor(options: ModelServiceOptions) {
    this.id = options.id;
    this.#options = options;
    const { place, onEvent } = options;
    this.#language = new Worker<LanguageOrder, LanguageReport>({
      file: "language",
      open: { type: "open", place, limits: options.language },
      onReady: ({ facts }) => {
        if (this.#facts !== undefined) onEvent?.({ kind: "replaced", worker: "language" });
        this.#facts = facts;
        this.#dispatch();
      },
      onReport: (report) => this.#report(report),
      onCrash: (reason) => this.#crashed(reason),
      onOutput: (text) => onEvent?.({ kind: "output", text }),
    });
    this.#vision = new VisionLine({ place, limits: options.images, patienceMs: options.imageMs, onEvent });
    this.#features = new FeatureCache(options.featureBytes, (...image) => this.#vision.encode(...image));
  }

  /** Starts the workers and waits until both can work at once. Throws a UserError for a model that cannot be opened. */
  async start(): Promise<void> {
    try {
      await Promise.all([this.#language.start(), this.#vision.start()]);
      for await (const _ of this.answer(warmUp)) {
        // The first answer loads what later ones find in place.
      }
    } catch (error) {
      await this.close();
      throw error instanceof UserError ? error : new UserError(error instanceof Error ? error.message : String(error));
    }
  }

  get facts(): ModelFacts {
    return this.#facts!;
  }

  get ready(): boolean {
    return this.#language.ready && this.#vision.ready;
  }

  get state() {
    return {
      outstanding: this.#outstanding,
      waiting: this.#waiting.length,
      imagesWaiting: this.#vision.waiting,
      active: this.#load.active,
      cacheBytes: this.#load.cacheBytes,
      memoryBytes: this.#load.memoryBytes + this.#vision.memoryBytes,
      featureBytes: this.#features.bytes,
      featureHits: this.#features.hits,
      featureMisses: this.#features.misses,
    };
  }

  /** The processes of the workers; for whoever watches them. */
  get processes(): readonly number[] {
    return [this.#language.pid, this.#vision.pid].filter((pid) => pid !== undefined);
  }

  /**
   * Answers a prompt. Whoever stops reading frees the place at once. Throws an ApiError: 429 where the line is full, 400
   * for a prompt that cannot be answered, 500 where a worker ended while it was at it.
   */
  async *answer(prompt: Prompt, signal?: AbortSignal): AsyncGenerator<AnswerEvent, void> {
    const free = this.#take(prompt.choices);
    const arrived = performance.now();
    try {
      const features = new Map<string, Float32Array>();
      let imagesEncoded = 0;
      for (const [hash, { bytes, param }] of prompt.images) {
        const found = await this.#features.get(hash, bytes, signal).catch(inField(param));
        if (found === undefined) break;
        features.set(hash, found.features);
        if (found.computed) imagesEncoded++;
      }
      if (signal?.aborted) {
        this.#left(prompt.choices);
        return;
      }
      const id = this.#nextId++;
      const events = new EventQueue<AnswerEvent>(() => this.#cancel(id));
      const ready = performance.now();
      this.#waiting.push({
        id,
        prompt,
        features,
        events,
        arrived,
        ready,
        imagesEncoded,
        free,
        left: prompt.choices,
        lost: 0,
      });
      const leave = () => this.#cancel(id);
      signal?.addEventListener("abort", leave, { once: true });
      this.#dispatch();
      try {
        yield* events;
      } finally {
        signal?.removeEventListener("abort", leave);
      }
    } finally {
      free();
    }
  }

  /** Requests that are answered or wait, at most. */
  get capacity(): number {
    return this.#options.language.maxRows + this.#options.maxQueue;
  }

  /** Throws an ApiError: 429 where so many answers more would be too many, 400 where they always are. */
  assertRoom(choices: number): void {
    if (choices > this.capacity) {
      throw badRequest(
        `n: ${choices} answers to one request, but this server gives and keeps ${this.capacity} at most`,
        "n",
      );
    }
    if (this.#outstanding + choices > this.capacity) throw this.#overloaded();
  }

  /** What the model gets to see of an image. Throws an ApiError for one that cannot be read, or where the line is full. */
  async view(bytes: Uint8Array, signal?: AbortSignal): Promise<ImageView> {
    const free = this.#take(1);
    try {
      return await this.#vision.view(bytes, signal);
    } finally {
      free();
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#language.close(), this.#vision.close()]);
    const jobs = [...this.#waiting.splice(0), ...this.#sent.values()];
    this.#sent.clear();
    for (const job of jobs) over(job, new ApiError(503, "the server is shutting down", { code: "shutting_down" }));
  }

  /** Takes places in the line; whoever has them calls what is given back, at least once. */
  #take(places: number): () => void {
    this.assertRoom(places);
    this.#outstanding += places;
    let taken = places;
    return () => {
      this.#outstanding -= taken;
      taken = 0;
    };
  }

  /** Whoever asked has left, and nothing is told of so many answers. */
  #left(answers: number): void {
    for (let i = 0; i < answers; i++) this.#options.onEnd?.(notBegun);
  }

  #overloaded(): ApiError {
    const { maxRows } = this.#options.language;
    const seconds = Math.ceil((this.#usualMs * (this.#waiting.length + 1)) / maxRows / 1000);
    const retry = String(Math.min(Math.max(seconds, 1), 120));
    return new ApiError(429, `the server is answering as many requests as it can; try again in ${retry} s`, {
      code: "server_overloaded",
      headers: { "Retry-After": retry },
    });
  }

  /** Hands the worker as many requests as it has rows; the others wait here, where a crash does not reach them. */
  #dispatch(): void {
    if (!this.#language.ready) return;
    const inHand = () => [...this.#sent.values()].reduce((sum, { left }) => sum + left, 0);
    while (this.#waiting.length > 0) {
      const next = this.#waiting[0]!;
      if (this.#sent.size > 0 && inHand() + next.left > this.#options.language.maxRows) return;
      this.#waiting.shift();
      this.#sent.set(next.id, next);
      const { id, features, prompt } = next;
      const { messages, options, form, choices } = prompt;
      this.#language.send({ type: "answer", id, messages, features, options, form, choices });
    }
  }

  #cancel(id: number): void {
    const waiting = this.#waiting.findIndex((job) => job.id === id);
    if (waiting >= 0) {
      const [job] = this.#waiting.splice(waiting, 1);
      this.#left(job!.left);
      over(job!);
      return;
    }
    const job = this.#sent.get(id);
    if (job === undefined) return;
    job.cancelled = true;
    over(job);
    this.#language.send({ type: "cancel", id });
  }

  #report(report: LanguageReport): void {
    if (report.type === "pieces") {
      this.#load = report.load;
      for (const { id, ...piece } of report.pieces) this.#sent.get(id)?.events.push({ type: "piece", ...piece });
    } else if (report.type === "started") {
      const job = this.#sent.get(report.id);
      if (job) job.started = performance.now();
    } else if (report.type === "end") {
      this.#load = report.load;
      const job = this.#sent.get(report.id);
      if (job === undefined) return;
      const { end, choice } = report;
      if (job.prompt !== warmUp) this.#options.onEnd?.(end);
      job.events.push({ type: "end", choice, end, timings: timings(job, end) });
      if (--job.left === 0) {
        this.#sent.delete(job.id);
        this.#usualMs = 0.8 * this.#usualMs + 0.2 * (performance.now() - job.arrived);
        over(job);
      }
      this.#dispatch();
    } else if (report.type === "failed") {
      const job = this.#sent.get(report.id);
      this.#sent.delete(report.id);
      if (job) over(job, new ApiError(report.status, report.message, report));
      this.#dispatch();
    }
  }

  /**
   * Those whose answers had begun lose them; the others go to the next worker, but not on and on: one may be the cause.
   * What nobody waits for any more does not.
   */
  #crashed(reason: string): void {
    this.#options.onEvent?.({ kind: "crash", reason });
    this.#load = { active: 0, waiting: 0, cacheBytes: 0, memoryBytes: 0 };
    const jobs = [...this.#sent.values()];
    this.#sent.clear();
    const again: Job[] = [];
    for (const job of jobs) {
      if (job.cancelled) this.#left(job.left);
      else if (job.started === undefined && ++job.lost < mostLost) again.push(job);
      else over(job, crashed());
    }
    this.#waiting.unshift(...again);
  }
}

/** Throws an ApiError of status 404 for a name that no model has. */
export function findModel(models: readonly ModelService[], id: string | undefined): ModelService {
  const found = id === undefined ? models[0] : models.find((model) => model.id === id);
  if (found !== undefined) return found;
  const known = models.map((model) => model.id).join(", ");
  throw new ApiError(404, `there is no model "${id}" here; there are: ${known}`, {
    code: "model_not_found",
    param: "model",
  });
}

/** Workers that may end with a request in hand before the request is held to be the cause. */
const mostLost = 2;

/** Nothing more comes of it: its places are free, whether or not what there is has been read. */
function over({ events, free }: Job, error?: ApiError): void {
  events.end(error);
  free();
}

const notBegun: AnswerEnd = {
  ...{ reason: "abort", promptTokens: 0, cachedTokens: 0, answerTokens: 0, prefillMs: 0, decodeMs: 0 },
};

function crashed(): ApiError {
  return new ApiError(500, "the worker that was giving this answer ended unexpectedly; a new one is taking over", {
    code: "worker_crashed",
  });
}

/** A short question, to run the programs once before anybody waits for them. */
const warmUp: Prompt = {
  messages: [{ role: "user", content: [{ type: "text", text: `Hello (${randomUUID()})` }] }],
  images: new Map(),
  options: { maxNewTokens: 2, temperature: 0 },
  choices: 1,
};

function timings(job: Job, end: AnswerEnd): AnswerTimings {
  const started = job.started ?? job.ready;
  return {
    imageMs: job.ready - job.arrived,
    queueMs: started - job.ready,
    prefillMs: end.prefillMs,
    decodeMs: end.decodeMs,
    imagesEncoded: job.imagesEncoded,
  };
}
