/**
 * A training run as typed data: the model, where its parts come from, the data, and stages one after the other. TypeScript
 * and YAML share this schema; what a run does with it stands in the files around.
 */
import { z } from "zod";
import { UserError } from "../runtime/errors.ts";
import { modules } from "./modules.ts";
import { scheduleKinds } from "./schedule.ts";

/** A whole number from 1. What is above `most` is a slip of the finger, found before it takes the machine's memory. */
const whole = (most: number) => z.int().positive().max(most);
const share = z.number().min(0).max(1);
const positive = (most: number) => z.number().positive().max(most);
/** Positions of a sequence: programs hold a causal mask of their square, a byte for each pair. */
export const mostPositions = 2 ** 16;
/** Updates of a stage, and sequences of a batch. */
const [mostSteps, mostRows] = [1e9, 2 ** 16];
const defaultBucket = 64;
const json = z.record(z.string(), z.unknown());

/** Where a part of the model begins. Paths are folders of checkpoints, or of runs. */
const startSchema = z.discriminatedUnion("from", [
  z.strictObject({ from: z.literal("random") }),
  /** Any of the three layouts that Periscope reads. */
  z.strictObject({ from: z.literal("checkpoint"), path: z.string() }),
  /** The last checkpoint of another run. */
  z.strictObject({ from: z.literal("run"), path: z.string() }),
  /** Hugging Face's own layouts: SiglipModel or SiglipVisionModel, SamModel, LlamaForCausalLM. */
  z.strictObject({ from: z.enum(["siglip", "sam", "llama"]), path: z.string() }),
]);

const dataSchema = z.discriminatedUnion("kind", [
  /** What "periscope data build" has written: a folder or s3://bucket/prefix. */
  z.strictObject({ kind: z.literal("shards"), path: z.string() }),
  /** People's own files, by an importer of "periscope data import" (found by their look unless named). */
  z.strictObject({
    kind: z.literal("files"),
    paths: z.array(z.string()).min(1),
    importer: z.string().optional(),
    /** At most so many samples of each path, the first ones. */
    perPath: whole(1e9).optional(),
  }),
  /** Made while training: pictures and texts of the embedded model. */
  z.strictObject({
    kind: z.literal("generated"),
    generator: z.enum(["scenes", "captions", "pages", "text", "told-scenes"]),
    seed: z.int().default(1),
    size: whole(1e9).default(1_000_000),
  }),
  /** Handed to `train` by the caller under the data's name. */
  z.strictObject({ kind: z.literal("given") }),
]);

const sourceSchema = z.strictObject({
  /** A name in `data`. */
  data: z.string(),
  modality: z.enum(["language", "multimodal"]),
  /** Only these categories, or sources by name, of a data set. */
  categories: z.array(z.string()).optional(),
  sources: z.array(z.string()).optional(),
  /** Within its modality. */
  weight: positive(1e9).default(1),
});

const mixtureSchema = z.strictObject({
  /** Share of text-only batches (or rows, in mixed batches): 0.7 in the paper. */
  languageShare: share.default(0),
  /** The share begins at 1 and falls to `languageShare` over so many steps (paper 3.3.2). */
  warmup: z
    .strictObject({
      steps: whole(mostSteps),
      shape: z.enum(["linear", "cosine", "step"]).default("linear"),
      /** Steps of text alone before the share falls. */
      hold: z.int().nonnegative().max(mostSteps).default(0),
    })
    .optional(),
  /** `modality`: a step holds one modality (paper 3.3.2); `mixed`: each row has its own. */
  grouping: z.enum(["modality", "mixed"]).default("modality"),
  /** None for a course, which makes its own samples. */
  sources: z.array(sourceSchema).default([]),
});

const scheduleSchema = z.strictObject({
  // fits a float32 with factors by module and step; a rate that is merely too large shows in the loss
  rate: positive(1e30),
  warmup: z.int().nonnegative().max(mostSteps).default(0),
  kind: z.enum(scheduleKinds).default("cosine"),
  /** What `cosine` and `linear` fall to, as a share of the rate. */
  floor: share.default(0.1),
  /** Shares of the steps from which on a step schedule multiplies the rate. */
  factors: z.array(z.tuple([share, positive(1000)])).optional(),
});

const optimizerSchema = z.strictObject({
  beta1: share.default(0.9),
  beta2: share.default(0.95),
  epsilon: positive(1).default(1e-8),
  weightDecay: z.number().nonnegative().max(1000).default(0),
  clipNorm: positive(1e30).default(1),
  /** Matrices inside transformer blocks follow Muon's rule (muon.ts), everything else AdamW's. In one process. */
  muon: z.boolean().default(false),
});

const targetSchema = z
  .string()
  .trim()
  .regex(/^(?:.*\.)?(?:[qkvo]|gate|up|down)_proj$/, {
    error: "expected q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj or down_proj",
  });

export const loraSchema = z.strictObject({
  rank: whole(4096).default(8),
  /** The adapter counts alpha / rank times. */
  alpha: positive(1e6).default(16),
  /** Linear layers by the ends of their paths: `q_proj`, or `layers.0.self_attn.q_proj`. */
  targets: z.array(targetSchema).min(1).default(["q_proj", "k_proj", "v_proj", "o_proj"]),
});

const stageSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/),
  /**
   * `language`: the next token; `contrastive`: which caption belongs to which picture (SigLIP, for the low tower);
   * `dense`: what covers each patch (label maps, for the high tower); `course`: the embedded model's lesson under the stage's
   * name (docs/nano.md), made while training.
   */
  objective: z.enum(["language", "contrastive", "dense", "course"]).default("language"),
  /** For `dense`: the kinds of label maps to learn, with their classes (0 is "nothing") and labels side by side in a patch. */
  maps: z
    .record(
      z.string(),
      z.strictObject({
        classes: whole(65536),
        perPatch: z.union([z.literal(1), z.literal(2)]).default(1),
        weight: positive(1e6).default(1),
      }),
    )
    .optional(),
  /** Everything else is frozen and stays as it is to the bit. */
  trained: z.array(z.enum(modules)).min(1),
  /** Factors on the learning rate. */
  rates: z.partialRecord(z.enum(modules), positive(1e6)).default({}),
  /** Trains adapters beside the language model's matrices in place of the matrices. */
  lora: loraSchema.optional(),
  steps: whole(mostSteps),
  /** Sequences of an update, over all ranks. */
  batch: whole(mostRows),
  /** Sequences of a micro-batch; gradients of a batch add up. Default: a rank's, dealt out to those that run abreast. */
  microBatch: whole(mostRows).optional(),
  /**
   * Micro-batches that are computed at the same time, each by its share of the threads and with gradients of its own: cores then
   * need not wait for each other at every operator. Default: 2 where at most 2^25 numbers are trained, otherwise 1.
   */
  abreast: whole(1024).optional(),
  sequence: z
    .strictObject({
      length: whole(mostPositions),
      /** Several samples in a row, blind to each other. */
      packing: z.boolean().default(false),
      /** Lengths are rounded up to multiples of this, so that programs can be used again. */
      bucket: whole(mostPositions).default(defaultBucket),
      /** Whether image tokens count towards the length. The paper's 512 in stage 1 is less than one image's 576. */
      imageTokens: z.enum(["inside", "beside"]).default("inside"),
    })
    .prefault({ length: 512 }),
  /** `all`: whatever is text; `targets`: answers, and what sources mark to be learnt. Image positions never are. */
  labels: z.enum(["all", "targets"]).default("all"),
  schedule: scheduleSchema,
  optimizer: optimizerSchema.prefault({}),
  mixture: mixtureSchema.prefault({}),
  /**
   * Whether the layers were dealt out to pipeline ranks where the numbers of this stage come from (Table 4). It decides where is
   * computed, not what: `plan` tells it beside its own choice, `train` has no pipeline ranks.
   */
  pipelineParallel: z.boolean().optional(),
  /** Layers of the language model are computed again in the backward pass. */
  recompute: z.boolean().default(false),
  /** Rows of logits that exist at once. */
  lossChunk: whole(mostPositions).default(2048),
});

const validationSchema = z.strictObject({
  /** Steps between validations; at the end of a stage there is one as well. */
  every: whole(mostSteps).default(500),
  /** Samples of each kind. */
  samples: whole(1e6).default(64),
  /** Texts for loss and bits per byte. */
  text: sourceSchema.omit({ weight: true, modality: true }).optional(),
  /** Samples with pictures, whose tokens count towards the loss beside those of texts. */
  pictures: sourceSchema.omit({ weight: true, modality: true }).optional(),
  /** What of texts and of samples with pictures is scored: `all` text, or `targets`, as in a stage. */
  labels: z.enum(["all", "targets"]).default("all"),
  /** Questions about pictures with short answers, for choices by perplexity and for generated answers. */
  questions: sourceSchema.omit({ weight: true, modality: true }).optional(),
  /** Answers to choose from. */
  choices: whole(1000).default(4),
  /** Tokens of a generated answer. */
  answerTokens: whole(65536).default(16),
});

const guardSchema = z.strictObject({
  /** A loss that is so many times the running mean is a spike. */
  spike: z.number().min(1.5).default(4),
  /** What is done about a spike. A loss that is no number is always skipped, and after `patience` of them the run stops. */
  action: z.enum(["skip", "stop", "note"]).default("note"),
  patience: whole(mostSteps).default(3),
});

export const recipeSchema = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/),
  seed: z.int().nonnegative().default(1),
  model: z.strictObject({
    /** config.json, or the path of one. */
    config: z.union([z.string(), json]),
    /**
     * Folder with tokenizer.json and tokenizer_config.json; `trained`: a byte-level BPE of the run's own texts; `generated`: the
     * words of the texts that Periscope makes itself.
     */
    tokenizer: z.union([
      z.string(),
      z.strictObject({
        trained: z.strictObject({
          vocabSize: whole(1e6),
          samples: whole(1e7).default(2000),
          /** Whose texts it learns from, in equal parts. Default: what the stages draw from, in their order. */
          sources: z
            .array(sourceSchema.omit({ weight: true }))
            .min(1)
            .optional(),
        }),
      }),
      z.strictObject({ generated: z.strictObject({ vocabSize: whole(1e6) }) }),
    ]),
    /** preprocessor_config.json, or the path of one. Default: what the configuration implies. */
    processor: z.union([z.string(), json]).optional(),
    systemPrompt: z.string().optional(),
  }),
  start: z
    .strictObject({
      high: startSchema.default({ from: "random" }),
      low: startSchema.default({ from: "random" }),
      aligner: startSchema.default({ from: "random" }),
      language: startSchema.default({ from: "random" }),
    })
    .prefault({}),
  precision: z
    .strictObject({
      /** How frozen parameters are kept; computing is in float32 on a processor. */
      frozen: z.enum(["float32", "float16", "bfloat16"]).default("float32"),
      /** How AdamW's moments are kept. */
      moments: z.enum(["float32", "bfloat16"]).default("float32"),
    })
    .prefault({}),
  data: z.record(z.string(), dataSchema),
  /** Share of each data set that is kept from training, by the hash of a sample's key. */
  heldOut: share.default(0.02),
  stages: z.array(stageSchema).min(1),
  validation: validationSchema.optional(),
  guard: guardSchema.prefault({}),
  checkpoints: z
    .strictObject({
      every: whole(mostSteps).default(500),
      /** The last so many stay. */
      keep: whole(1e6).default(2),
      /**
       * The checkpoint with the best value of this stays as well: lower for loss and bits per byte, higher for accuracies. Default:
       * `loss` where the validation measures it, otherwise `choices`, and none without a validation.
       */
      best: z.enum(["loss", "bitsPerByte", "choices", "answers"]).optional(),
    })
    .prefault({}),
  logEvery: whole(mostSteps).default(10),
});

export type TrainingRecipe = z.infer<typeof recipeSchema>;
/** A recipe as people write it: what has a default may be left out. */
export type RecipeInput = z.input<typeof recipeSchema>;
export type Stage = TrainingRecipe["stages"][number];
export type Mixture = Stage["mixture"];
export type MixtureSource = Mixture["sources"][number];
export type DataDeclaration = TrainingRecipe["data"][string];
export type PartStart = TrainingRecipe["start"]["low"];
export type LoraSettings = z.infer<typeof loraSchema>;
export type Modality = MixtureSource["modality"];

/** Checks a recipe and fills in what it leaves out. Throws a `UserError` that names the field. `source` is for messages. */
export function parseTrainingRecipe(input: unknown, source = "recipe"): TrainingRecipe {
  const { success, data, error } = recipeSchema.safeParse(input, { reportInput: true });
  if (!success) throw new UserError(`${source}: ${issueText(error.issues[0]!)}`);
  const seen = new Set<string>();
  for (const stage of data.stages) {
    const at = `${source}: stage "${stage.name}"`;
    if (seen.has(stage.name)) throw new UserError(`${at} is there twice`);
    seen.add(stage.name);
    const { length, bucket } = stage.sequence;
    if (bucket > Math.max(length, defaultBucket)) {
      throw new UserError(
        `${at} rounds lengths up to multiples of ${bucket} ("bucket"), more than its length ${length}`,
      );
    }
    for (const { data: name } of stage.mixture.sources) {
      if (!Object.hasOwn(data.data, name))
        throw new UserError(`${at} takes data "${name}", which "data" does not declare`);
    }
    const untrained = modules.find((one) => stage.rates[one] !== undefined && !stage.trained.includes(one));
    if (untrained) {
      throw new UserError(
        `${at} has a rate for "${untrained}", which it does not train; it trains ${stage.trained.join(", ")}`,
      );
    }
    if (stage.objective === "course") {
      if (stage.mixture.sources.length > 0 || stage.sequence.packing || stage.lora) {
        throw new UserError(
          `${at} is a course: it makes its own samples, and takes no sources, no packing and no "lora"`,
        );
      }
      continue;
    }
    if (stage.mixture.sources.length === 0) throw new UserError(`${at} has no sources in its mixture`);
    const has = (modality: Modality) => stage.mixture.sources.some((one) => one.modality === modality);
    const { languageShare, warmup } = stage.mixture;
    if ((languageShare > 0 || warmup) && !has("language")) {
      throw new UserError(`${at} has a languageShare of ${warmup ? 1 : languageShare}, but no source of language`);
    }
    if (languageShare < 1 && !has("multimodal")) {
      throw new UserError(
        `${at} has a languageShare of ${languageShare}, but no multimodal source; say 1 for text alone`,
      );
    }
    if (stage.objective === "language" && (languageShare > 0 || warmup) && !stage.trained.includes("language")) {
      throw new UserError(
        `${at} has text batches, which reach nothing but the language model, and does not train "language"`,
      );
    }
    if (stage.objective !== "language" && (stage.sequence.packing || languageShare > 0)) {
      throw new UserError(`${at} is ${stage.objective}: it takes pictures, without packing and without text batches`);
    }
    if (stage.objective === "dense" && !stage.maps)
      throw new UserError(`${at} is dense: "maps" must say which labels to learn`);
    if (stage.lora && !stage.trained.includes("language")) {
      throw new UserError(`${at} has "lora", which stands beside the language model's matrices: train "language"`);
    }
  }
  const { tokenizer } = data.model;
  const taught = typeof tokenizer === "object" && "trained" in tokenizer ? tokenizer.trained.sources : undefined;
  for (const { data: name } of taught ?? []) {
    if (!Object.hasOwn(data.data, name)) {
      throw new UserError(`${source}: the tokenizer learns from data "${name}", which "data" does not declare`);
    }
  }
  const { validation, checkpoints } = data;
  for (const entry of [validation?.text, validation?.pictures, validation?.questions]) {
    if (entry && !Object.hasOwn(data.data, entry.data)) {
      throw new UserError(`${source}: "validation" takes data "${entry.data}", which "data" does not declare`);
    }
  }
  const measured = measuredScores(data);
  const { best = measured[0] } = checkpoints;
  if (best && !measured.includes(best)) {
    const found = validation ? `measures ${measured.join(", ") || "nothing"}` : "is not there";
    throw new UserError(`${source}: "checkpoints.best" is "${best}", but "validation" ${found}${neededFor[best]}`);
  }
  return best ? { ...data, checkpoints: { ...checkpoints, best } } : data;
}

type Score = NonNullable<TrainingRecipe["checkpoints"]["best"]>;

/** What a validation scores, the one first by which checkpoints are compared unless said. */
export function measuredScores({ validation }: Pick<TrainingRecipe, "validation">): Score[] {
  const { text, pictures, questions } = validation ?? {};
  return [
    ...(text || pictures ? (["loss"] as const) : []),
    ...(questions ? (["choices", "answers"] as const) : []),
    ...(text ? (["bitsPerByte"] as const) : []),
  ];
}

const neededFor: Readonly<Record<Score, string>> = {
  loss: '; it takes "text" or "pictures" for that',
  bitsPerByte: '; it takes "text" for that',
  choices: '; it takes "questions" for that',
  answers: '; it takes "questions" for that',
};

/** A schema's complaint: the field, what stands there where it is a number or a word, and what is wrong with it. */
export function issueText({ path, message, input }: z.core.$ZodIssue): string {
  if (path.length === 0) return message;
  const given = typeof input === "number" ? ` is ${input}` : typeof input === "string" ? ` is "${input}"` : "";
  return `"${path.join(".")}"${given}: ${message}`;
}

/** The stages of these names, or of these numbers from 1; all unless said. Throws a `UserError` for one that there is not. */
export function chosenStages({ name, stages }: TrainingRecipe, wanted?: readonly string[]): Stage[] {
  if (!wanted) return stages;
  const isCalled = (one: string) => (stage: Stage, i: number) => stage.name === one || String(i + 1) === one;
  for (const one of wanted) {
    if (!stages.some(isCalled(one))) {
      const known = stages.map((stage) => stage.name).join(", ");
      throw new UserError(`recipe ${name} has no stage "${one}"; it has ${known}`);
    }
  }
  return stages.filter((stage, i) => wanted.some((one) => isCalled(one)(stage, i)));
}

/** For recipes in TypeScript: types while writing, the schema's checks when it is read. */
export function defineRecipe(input: RecipeInput): TrainingRecipe {
  return parseTrainingRecipe(input, `recipe ${input.name}`);
}
