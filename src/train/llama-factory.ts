/**
 * Configurations of LLaMA-Factory as settings of a finetuning run. What means nothing here (templates of other models, DeepSpeed,
 * hub uploads) is named in the log and left out; what would change the result silently is refused.
 */
import { z } from "zod";
import { UserError } from "../runtime/errors.ts";
import type { FinetuneSettings } from "./finetune.ts";
import { issueText } from "./recipe.ts";

const split = (value: string | readonly string[]) =>
  (typeof value === "string" ? value.split(",") : value).map((name) => name.trim());

/** A list, or names separated by commas. */
const names = z
  .union([z.string(), z.array(z.string())])
  .refine((value) => value.length > 0 && !split(value).includes(""), "expected names separated by commas")
  .transform(split);

/** Steps, or below 1 a share of all steps. */
const interval = z
  .number()
  .refine(
    (steps) => steps > 0 && (steps < 1 || Number.isInteger(steps)),
    "expected a whole number of steps, or a share of all of them below 1",
  );

const fileSchema = z.looseObject({
  model_name_or_path: z.string(),
  stage: z.enum(["sft", "pt"]).default("sft"),
  finetuning_type: z.enum(["lora", "full"]).default("lora"),
  lora_rank: z.int().positive().default(8),
  lora_alpha: z.number().positive().optional(),
  lora_target: names.default(["all"]),
  freeze_vision_tower: z.boolean().default(true),
  freeze_multi_modal_projector: z.boolean().default(true),
  freeze_language_model: z.boolean().default(false),
  dataset: names,
  dataset_dir: z.string().default("data"),
  cutoff_len: z.int().positive().default(2048),
  packing: z.boolean().default(false),
  max_samples: z.int().positive().optional(),
  output_dir: z.string().optional(),
  per_device_train_batch_size: z.int().positive().default(1),
  gradient_accumulation_steps: z.int().positive().default(1),
  learning_rate: z.number().positive().default(5e-5),
  num_train_epochs: z.number().positive().default(3),
  max_steps: z.int().default(-1),
  lr_scheduler_type: z.string().default("cosine"),
  warmup_ratio: z.number().min(0).max(1).default(0),
  warmup_steps: z.int().nonnegative().optional(),
  weight_decay: z.number().nonnegative().default(0),
  max_grad_norm: z.number().positive().default(1),
  adam_beta1: z.number().default(0.9),
  adam_beta2: z.number().default(0.999),
  seed: z.int().nonnegative().default(42),
  val_size: z.number().min(0).lt(1, "a number of samples is unknown here: expected a share below 1").default(0),
  save_steps: interval.default(500),
  logging_steps: interval.default(10),
  quantization_bit: z.number().optional(),
});

const allTargets = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"];

/** Whether a file's contents look like LLaMA-Factory's. */
export function isLlamaFactory(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && "model_name_or_path" in value;
}

/** Settings, and the keys that were left out. Throws a `UserError` that names the key. */
export function fromLlamaFactory(value: unknown, source: string): { settings: FinetuneSettings; ignored: string[] } {
  const { success, data, error } = fileSchema.safeParse(value, { reportInput: true });
  if (!success) throw new UserError(`${source}: ${issueText(error.issues[0]!)}`);
  if (data.quantization_bit !== undefined) {
    throw new UserError(`${source}: "quantization_bit": weights are trained as floats here; take the key out`);
  }
  const schedules: Readonly<Record<string, FinetuneSettings["schedule"]>> = {
    ...{ cosine: "cosine", constant: "constant", constant_with_warmup: "constant", step: "step" },
  };
  const schedule = Object.hasOwn(schedules, data.lr_scheduler_type) && schedules[data.lr_scheduler_type];
  if (!schedule) {
    const known = Object.keys(schedules).join(", ");
    throw new UserError(`${source}: "lr_scheduler_type" is ${data.lr_scheduler_type}; known are ${known}`);
  }
  const trained: FinetuneSettings["trained"][number][] = [];
  if (!data.freeze_vision_tower) trained.push("low", "neck");
  if (!data.freeze_multi_modal_projector) trained.push("aligner");
  if (!data.freeze_language_model) trained.push("language");
  if (trained.length === 0) throw new UserError(`${source} freezes everything: nothing is left to train`);
  const targets = data.lora_target;
  const settings: FinetuneSettings = {
    model: data.model_name_or_path,
    data: data.dataset.map((file) =>
      /\.(jsonl?|parquet|tar|tgz)$/i.test(file) ? `${data.dataset_dir}/${file}` : `${data.dataset_dir}/${file}.json`,
    ),
    trained,
    ...(data.finetuning_type === "lora" &&
      trained.includes("language") && {
        lora: {
          rank: data.lora_rank,
          alpha: data.lora_alpha ?? 2 * data.lora_rank,
          targets: targets.length === 1 && targets[0] === "all" ? allTargets : targets,
        },
      }),
    labels: data.stage === "pt" ? "all" : "targets",
    length: data.cutoff_len,
    packing: data.packing,
    batch: data.per_device_train_batch_size * data.gradient_accumulation_steps,
    microBatch: data.per_device_train_batch_size,
    rate: data.learning_rate,
    schedule,
    epochs: data.num_train_epochs,
    ...(data.max_steps > 0 && { steps: data.max_steps }),
    ...(data.warmup_steps ? { warmupSteps: data.warmup_steps } : { warmupShare: data.warmup_ratio }),
    optimizer: {
      ...{
        beta1: data.adam_beta1,
        beta2: data.adam_beta2,
        weightDecay: data.weight_decay,
        clipNorm: data.max_grad_norm,
      },
    },
    seed: data.seed,
    heldOut: data.val_size,
    saveEvery: data.save_steps,
    logEvery: data.logging_steps,
    ...(data.output_dir && { out: data.output_dir }),
  };
  const known = new Set(Object.keys(fileSchema.shape));
  const ignored = Object.keys(value as object).filter((key) => !known.has(key));
  if (data.max_samples !== undefined) ignored.push("max_samples");
  return { settings, ignored };
}
