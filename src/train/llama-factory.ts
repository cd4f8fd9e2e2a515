/**
 * Configurations of LLaMA-Factory as settings of a finetuning run. What means nothing here (templates of other models, DeepSpeed,
 * hub uploads) is named in the log and left out; whatever else is not known, and would change the result silently, is refused.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { readJson } from "../checkpoint/files.ts";
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
  lr_scheduler_type: z.string().default("linear"),
  warmup_ratio: z.number().min(0).max(1).default(0),
  warmup_steps: z.int().nonnegative().optional(),
  weight_decay: z.number().nonnegative().default(0),
  max_grad_norm: z.number().positive().default(1),
  adam_beta1: z.number().default(0.9),
  adam_beta2: z.number().default(0.999),
  adam_epsilon: z.number().positive().default(1e-8),
  optim: z.string().default("adamw_torch"),
  seed: z.int().nonnegative().default(42),
  val_size: z.number().min(0).lt(1, "a number of samples is unknown here: expected a share below 1").default(0),
  save_steps: interval.default(500),
  logging_steps: interval.default(10),
  quantization_bit: z.number().nullish(),
});

/** Keys about how and where LLaMA-Factory runs, what it prints and keeps, and about pictures, whose size is the model's here. */
const harmless = new Set(
  [
    "do_train do_eval do_predict template trust_remote_code use_fast_tokenizer cache_dir low_cpu_mem_usage device_map",
    "overwrite_cache overwrite_output_dir preprocessing_num_workers preprocessing_batch_size neat_packing streaming",
    "dataloader_num_workers dataloader_pin_memory dataloader_persistent_workers dataloader_prefetch_factor",
    "plot_loss report_to run_name logging_strategy logging_first_step logging_dir log_level disable_tqdm print_param_status",
    "save_only_model save_strategy save_total_limit save_safetensors include_num_input_tokens_seen",
    "eval_strategy evaluation_strategy eval_steps eval_dataset eval_on_start per_device_eval_batch_size eval_accumulation_steps",
    "ddp_timeout ddp_backend ddp_find_unused_parameters deepspeed fsdp fsdp_config local_rank",
    "bf16 fp16 pure_bf16 tf32 bf16_full_eval fp16_full_eval upcast_layernorm upcast_lmhead_output torch_compile",
    "flash_attn enable_liger_kernel use_unsloth use_unsloth_gc gradient_checkpointing disable_gradient_checkpointing",
    "push_to_hub hub_model_id hub_token hub_strategy hub_private_repo hf_hub_token ms_hub_token om_hub_token",
    "image_max_pixels image_min_pixels image_resolution video_max_pixels video_min_pixels video_fps video_maxlen video_resolution",
  ].flatMap((line) => line.split(" ")),
);

/** A key that is set to nothing changes nothing. */
function isNothing(value: unknown): boolean {
  const empty = value == null || value === false || value === 0 || (Array.isArray(value) && value.length === 0);
  return empty || (typeof value === "string" && ["", "none", "no", "null"].includes(value.toLowerCase()));
}

/** What LLaMA-Factory's own list of data sets says of one. */
const entrySchema = z.looseObject({
  file_name: z.string(),
  formatting: z.string().default("alpaca"),
  columns: z.record(z.string(), z.string()).default({}),
  tags: z.record(z.string(), z.string()).default({}),
});

/** The names that are read: ShareGPT's and LLaVA's, and those of OpenAI's messages. */
const columnNames: Readonly<Record<string, readonly string[]>> = {
  ...{ messages: ["conversations", "messages"], images: ["images", "image"] },
};
const tagNames: Readonly<Record<string, readonly string[]>> = {
  ...{ role_tag: ["from", "role"], content_tag: ["value", "content"], user_tag: ["human", "user"] },
  ...{ assistant_tag: ["gpt", "assistant"], system_tag: ["system"] },
};

const allTargets = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"];

/** Whether a file's contents look like LLaMA-Factory's. */
export function isLlamaFactory(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && "model_name_or_path" in value;
}

/** The file of a data set: as `dataset_info.json` beside it says, else the one of that name. Throws a `UserError`. */
async function dataFile(dataset: string, folder: string): Promise<string> {
  const list = join(folder, "dataset_info.json");
  const info = existsSync(list) ? ((await readJson(list)) as Record<string, unknown> | null) : undefined;
  if (!info || typeof info !== "object" || !Object.hasOwn(info, dataset)) {
    return /\.(jsonl?|parquet|tar|tgz)$/i.test(dataset) ? `${folder}/${dataset}` : `${folder}/${dataset}.json`;
  }
  const { success, data, error } = entrySchema.safeParse(info[dataset]);
  const at = `${list}: "${dataset}"`;
  if (!success) {
    const issue = error.issues[0]!;
    const hub = issue.path[0] === "file_name" ? "; a set of the hub is downloaded with: periscope pull --dataset" : "";
    throw new UserError(`${at}: ${issueText(issue)}${hub}`);
  }
  if (data.formatting !== "sharegpt") {
    throw new UserError(`${at} has the formatting "${data.formatting}"; conversations are read ("sharegpt")`);
  }
  for (const [given, known] of [
    [data.columns, columnNames],
    [data.tags, tagNames],
  ] as const) {
    for (const [key, name] of Object.entries(given)) {
      if (known[key]?.includes(name)) continue;
      const read = known[key] ? `${known[key].join(" or ")} is read` : `known are ${Object.keys(known).join(", ")}`;
      throw new UserError(`${at}: "${key}" is "${name}"; ${read}`);
    }
  }
  return `${folder}/${data.file_name}`;
}

/** Settings, the keys that were left out, and what is done otherwise. Throws a `UserError` that names the key. */
export async function fromLlamaFactory(
  value: unknown,
  source: string,
): Promise<{ settings: FinetuneSettings; ignored: string[]; notes: string[] }> {
  const { success, data, error } = fileSchema.safeParse(value, { reportInput: true });
  if (!success) throw new UserError(`${source}: ${issueText(error.issues[0]!)}`);
  const known = new Set(Object.keys(fileSchema.shape));
  const ignored = Object.keys(value as object).filter((key) => !known.has(key));
  for (const key of ignored) {
    if (harmless.has(key) || isNothing((value as Record<string, unknown>)[key])) continue;
    throw new UserError(`${source}: "${key}" has no counterpart here and may change the result; take the key out`);
  }
  if (!/^adamw/.test(data.optim)) {
    throw new UserError(`${source}: "optim" is ${data.optim}; AdamW is what there is`);
  }
  if (data.quantization_bit != null) {
    throw new UserError(`${source}: "quantization_bit": weights are trained as floats here; take the key out`);
  }
  const schedules: Readonly<Record<string, FinetuneSettings["schedule"]>> = {
    ...{ cosine: "cosine", linear: "linear", constant: "constant", constant_with_warmup: "constant", step: "step" },
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
    data: await Promise.all(data.dataset.map((dataset) => dataFile(dataset, data.dataset_dir))),
    ...(data.max_samples && { perPath: data.max_samples }),
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
    floor: 0,
    epochs: data.num_train_epochs,
    ...(data.max_steps > 0 && { steps: data.max_steps }),
    ...(data.warmup_steps ? { warmupSteps: data.warmup_steps } : { warmupShare: data.warmup_ratio }),
    optimizer: {
      ...{
        beta1: data.adam_beta1,
        beta2: data.adam_beta2,
        epsilon: data.adam_epsilon,
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
  const notes = data.freeze_vision_tower
    ? []
    : ["freeze_vision_tower: SigLIP and what follows SAM learn; SAM itself stays frozen, as in DeepSeek-VL"];
  return { settings, ignored, notes };
}
