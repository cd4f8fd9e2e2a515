/**
 * One model being served: its two workers, the line of those who wait for them, and the features of images. It knows
 * prompts, pieces of answers and what went wrong; HTTP is not known here.
 */
import { randomUUID } from "node:crypto";
import { UserError } from "../runtime/errors.ts";
import { ApiError } from "./errors.ts";
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
  /** Bytes of image features that are kept. */
  readonly featureBytes: number;
  /** Requests that may wait beside those that are answered. */
  readonly maxQueue: number;
  readonly onEvent?: (event: ServiceEvent) => void;
}

/** What happens to a service that its operator may want to know. */
export type ServiceEvent =
  | { readonly kind: "crash"; readonly reason: string }
  | { readonly kind: "replaced"; readonly worker: string }
  | { readonly kind: "output"; readonly text: string };

export interface Prompt {
  readonly messages: readonly WireMessage[];
  /** The bytes of the images in the messages, by their hashes. */
  readonly images: ReadonlyMap<string, Uint8Array>;
  readonly options: ChosenOptions;
  readonly form?: AnswerForm;
  readonly choices: number;
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
  started?: number;
  left: number;
  /** Workers that ended with it in hand, before they had begun it. */
  lost: number;
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
  /** Requests from their arrival to their end. */
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
    this.#vision = new VisionLine({ place, limits: options.images, onEvent });
    this.#features = new FeatureCache(options.featureBytes, (hash, bytes) => this.#vision.encode(hash, bytes));
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
    this.assertRoom(prompt.choices);
    this.#outstanding += prompt.choices;
    const arrived = performance.now();
    try {
      const features = new Map<string, Float32Array>();
      let imagesEncoded = 0;
      for (const [hash, bytes] of prompt.images) {
        const found = await unlessLeft(this.#features.get(hash, bytes), signal);
        if (found === undefined) return;
        features.set(hash, found.features);
        if (found.computed) imagesEncoded++;
      }
      if (signal?.aborted) return;
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
      this.#usualMs = 0.8 * this.#usualMs + 0.2 * (performance.now() - arrived);
    } finally {
      this.#outstanding -= prompt.choices;
    }
  }

  /** Requests that are answered or wait, at most. */
  get capacity(): number {
    return this.#options.language.maxRows + this.#options.maxQueue;
  }

  /** Throws an ApiError of status 429 where so many answers more would be too many. */
  assertRoom(choices: number): void {
    if (this.#outstanding + choices > this.capacity) throw this.#overloaded();
  }

  /** What the model gets to see of an image. Throws an ApiError for one that cannot be read. */
  view(bytes: Uint8Array): Promise<ImageView> {
    return this.#vision.view(bytes);
  }

  async close(): Promise<void> {
    await Promise.all([this.#language.close(), this.#vision.close()]);
    for (const job of [...this.#waiting.splice(0), ...this.#sent.values()]) {
      job.events.end(new ApiError(503, "the server is shutting down", { code: "shutting_down" }));
    }
    this.#sent.clear();
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
      this.#waiting.splice(waiting, 1)[0]!.events.end();
      return;
    }
    const job = this.#sent.get(id);
    if (job === undefined) return;
    job.events.end();
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
      job.events.push({ type: "end", choice, end, timings: timings(job, end) });
      if (--job.left === 0) {
        this.#sent.delete(job.id);
        job.events.end();
      }
      this.#dispatch();
    } else if (report.type === "failed") {
      this.#sent.get(report.id)?.events.end(new ApiError(report.status, report.message, report));
      this.#sent.delete(report.id);
      this.#dispatch();
    }
  }

  /** Those whose answers had begun lose them; the others go to the next worker, but not on and on: one may be the cause. */
  #crashed(reason: string): void {
    this.#options.onEvent?.({ kind: "crash", reason });
    this.#load = { active: 0, waiting: 0, cacheBytes: 0, memoryBytes: 0 };
    const jobs = [...this.#sent.values()];
    this.#sent.clear();
    const again: Job[] = [];
    for (const job of jobs) {
      if (job.started === undefined && ++job.lost < mostLost) again.push(job);
      else job.events.end(crashed());
    }
    this.#waiting.unshift(...again);
  }
}

/** Workers that may end with a request in hand before the request is held to be the cause. */
const mostLost = 2;

function crashed(): ApiError {
  return new ApiError(500, "the worker that was giving this answer ended unexpectedly; a new one is taking over", {
    code: "worker_crashed",
  });
}

/** What a promise gives, or undefined as soon as the signal comes. */
function unlessLeft<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T | undefined> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const leave = () => resolve(undefined);
    if (signal.aborted) leave();
    signal.addEventListener("abort", leave, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", leave));
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
