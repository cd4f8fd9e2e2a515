/**
 * What the server's process and its two workers say to each other: orders go down, reports come up. Plain data only, as
 * it travels by structured cloning.
 */
import type { ChosenOptions } from "../options.ts";

/** A part of a message; an image by the hash of its bytes. */
export type WirePart =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "image"; readonly hash: string };

export interface WireMessage {
  readonly role: "system" | "user" | "assistant";
  readonly content: readonly WirePart[];
}

/** What an answer must be: any JSON object, or what fits a schema. */
export type AnswerForm = { readonly kind: "json" } | { readonly kind: "schema"; readonly schema: unknown };

export interface ModelPlace {
  /** A checkpoint folder. */
  readonly folder: string;
  readonly device: "cpu" | "webgpu" | "cuda";
  readonly threads?: number;
}

export interface LanguageLimits {
  readonly maxRows: number;
  readonly maxCacheBytes: number;
}

export type LanguageOrder =
  | { readonly type: "open"; readonly place: ModelPlace; readonly limits: LanguageLimits }
  | {
      readonly type: "answer";
      readonly id: number;
      readonly messages: readonly WireMessage[];
      /** Features [N, D] of the images, by their hashes. */
      readonly features: ReadonlyMap<string, Float32Array>;
      readonly options: ChosenOptions;
      readonly form?: AnswerForm;
      /** Answers to the same prompt. */
      readonly choices: number;
    }
  | { readonly type: "cancel"; readonly id: number };

/** What is known of a model once it is open. */
export interface ModelFacts {
  readonly parameters: number;
  readonly vocabulary: number;
  readonly imageTokens: number;
  /** Positions that prompt and answer may take together. */
  readonly maxPositions: number;
  /** What the model's folder says about answers. */
  readonly defaults: ChosenOptions;
}

/** A token with the model's own probability of it. */
export interface WireToken {
  readonly token: string;
  readonly bytes: readonly number[];
  readonly logprob: number;
  readonly alternatives: readonly Omit<WireToken, "alternatives">[];
}

export interface WirePiece {
  readonly id: number;
  readonly choice: number;
  readonly text: string;
  readonly token?: WireToken;
}

export interface AnswerEnd {
  readonly reason: "stop" | "length" | "abort";
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly answerTokens: number;
  readonly prefillMs: number;
  readonly decodeMs: number;
}

export interface LanguageLoad {
  readonly active: number;
  readonly waiting: number;
  readonly cacheBytes: number;
  readonly memoryBytes: number;
}

export type LanguageReport =
  | { readonly type: "ready"; readonly facts: ModelFacts }
  | { readonly type: "refused"; readonly message: string }
  /** The request has its rows; from here on it cannot be given to another worker. */
  | { readonly type: "started"; readonly id: number }
  | { readonly type: "pieces"; readonly pieces: readonly WirePiece[]; readonly load: LanguageLoad }
  | {
      readonly type: "end";
      readonly id: number;
      readonly choice: number;
      readonly end: AnswerEnd;
      readonly load: LanguageLoad;
    }
  | Failure;

export interface Failure {
  readonly type: "failed";
  readonly id: number;
  readonly status: number;
  readonly message: string;
  readonly code?: string;
  /** The field of the request that is wrong. */
  readonly param?: string;
}

export interface ImageLimits {
  readonly maxBytes: number;
  readonly maxPixels: number;
}

export type VisionOrder =
  | { readonly type: "open"; readonly place: ModelPlace; readonly limits: ImageLimits }
  | { readonly type: "encode"; readonly id: number; readonly hash: string; readonly bytes: Uint8Array }
  | { readonly type: "inspect"; readonly id: number; readonly bytes: Uint8Array };

/** What a model gets to see of an image. */
export interface ImageView {
  /** The image as it was given. */
  readonly width: number;
  readonly height: number;
  /** Where it lies in the square of the processor, pixels of the square. */
  readonly content: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  /** PNG files of the squares that the towers get; a model has one or both. */
  readonly high?: { readonly size: number; readonly png: Uint8Array };
  readonly low?: { readonly size: number; readonly png: Uint8Array };
  readonly grid: { readonly rows: number; readonly columns: number };
}

export type VisionReport =
  | { readonly type: "ready"; readonly memoryBytes: number }
  | { readonly type: "refused"; readonly message: string }
  | { readonly type: "encoded"; readonly id: number; readonly features: Float32Array; readonly memoryBytes: number }
  | { readonly type: "viewed"; readonly id: number; readonly view: ImageView }
  | Failure;
