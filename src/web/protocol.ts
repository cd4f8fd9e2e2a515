/**
 * What a page and the worker that runs the model say to each other: calls that give pieces and then a value. Images travel
 * once and are spoken of by the hash of their contents afterwards.
 */
import type { AnswerPiece, AnswerResult } from "../chat/answer.ts";
import type { GenerateOptions, GenerationDefaults } from "../chat/options.ts";
import type { RgbImage } from "../image/resize.ts";
import type { ModelConfig } from "../model/config.ts";
import type { Message } from "../text/conversation.ts";
import type { LoadProgress } from "./model-files.ts";
import type { OpenOptions } from "./open.ts";
import type { TuneOptions, TuneStep } from "./tuning.ts";

/** An image that the worker has. */
export interface ImageHandle {
  readonly hash: string;
  readonly name: string;
}

/** What a page learns of a model that was loaded. */
export interface ModelFacts {
  /** The number that calls name it by. */
  readonly model: number;
  /** What its manifest calls it. */
  readonly id: string;
  readonly device: "wasm" | "webgpu";
  readonly threads: number;
  /** Sentences about what is not as good as it could be, and why. */
  readonly notices: readonly string[];
  readonly config: ModelConfig;
  readonly generation: GenerationDefaults;
  /** How an image stands in a text. */
  readonly imageTag: string;
}

export type WireOptions = Omit<GenerateOptions, "signal"> & { readonly trim?: boolean };
export type WireMessage = Message<ImageHandle>;

/** What the model sees of an image. */
export interface SeenImage {
  /** The padded squares, the highest resolution first: [S, S, 3] bytes. */
  readonly inputs: readonly { readonly name: "high" | "low"; readonly size: number; readonly data: Uint8Array }[];
  readonly grid: { readonly rows: number; readonly columns: number };
  /** Where the picture lies inside the square, as shares of its side. */
  readonly content: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

interface Call<Args, Value, Piece = never> {
  readonly args: Args;
  readonly piece: Piece;
  readonly value: Value;
}

/** Everything that can be asked of the worker. */
export interface Calls {
  load: Call<{ readonly url: string; readonly options: OpenOptions }, ModelFacts, LoadProgress>;
  image: Call<{ readonly source: Uint8Array | RgbImage; readonly name?: string }, ImageHandle>;
  encode: Call<{ readonly model: number; readonly image: ImageHandle }, undefined>;
  features: Call<{ readonly model: number; readonly image: ImageHandle }, Float32Array>;
  see: Call<{ readonly model: number; readonly image: ImageHandle }, SeenImage>;
  /** Opens the conversation where it is not open yet. */
  respond: Call<
    {
      readonly model: number;
      readonly conversation: number;
      readonly system?: string;
      readonly messages: readonly WireMessage[];
      readonly options: WireOptions;
    },
    AnswerResult,
    AnswerPiece
  >;
  close: Call<{ readonly conversation: number }, undefined>;
  batch: Call<
    {
      readonly model: number;
      readonly prompts: readonly (string | readonly WireMessage[])[];
      readonly options: WireOptions & { readonly maxRows?: number; readonly system?: string };
    },
    AnswerResult[],
    { readonly answer: AnswerResult; readonly index: number }
  >;
  /** The texts of single tokens. */
  texts: Call<{ readonly model: number; readonly tokens: readonly number[] }, string[]>;
  /** Gives the facts of a new model, whose adaptor was trained. */
  tune: Call<
    {
      readonly model: number;
      readonly examples: readonly { readonly messages: readonly WireMessage[] }[];
      readonly options: TuneOptions;
    },
    ModelFacts,
    TuneStep
  >;
  /** The adaptor of a model as a safetensors file. */
  adaptor: Call<{ readonly model: number }, Uint8Array>;
  /** Gives the facts of a new model, with the adaptor of such a file. */
  adapt: Call<{ readonly model: number; readonly file: Uint8Array; readonly source: string }, ModelFacts>;
  dispose: Call<{ readonly model: number }, undefined>;
}

export type CallName = keyof Calls;

export type Request =
  | { readonly type: "call"; readonly id: number; readonly name: CallName; readonly args: unknown }
  | { readonly type: "abort"; readonly id: number };

export type Reply =
  | { readonly type: "piece"; readonly id: number; readonly piece: unknown }
  | { readonly type: "value"; readonly id: number; readonly value: unknown }
  /** `user`: the message is a sentence about what the user gave. */
  | {
      readonly type: "error";
      readonly id: number;
      readonly message: string;
      readonly user: boolean;
      readonly stack?: string;
    };

/** One end of the line: a worker, its global scope, or a message port. */
export interface Line {
  postMessage(message: unknown, transfer?: Transferable[]): void;
  onmessage: ((event: MessageEvent) => void) | null;
}
