/**
 * A checkpoint put together from what its files say: the configuration, and the parameters under their original names,
 * whatever the layout. Where the files come from (a folder, a web server) is not known here.
 */
import { configLayout, type Layout, type ModelConfig, parseModelConfig } from "../model/config.ts";
import { lengthOf } from "../runtime/dtype.ts";
import { UserError } from "../runtime/errors.ts";
import type { Dtype, TypedArray } from "../runtime/runtime.ts";
import { convert } from "./half.ts";
import { canonicalName, isIgnorable, type LayoutEntry, layoutTable, namesLayout } from "./layouts.ts";
import type { WeightPlaces } from "./places.ts";
import { type Preprocessor, readPreprocessor } from "./preprocessor.ts";
import { type QuantizationOf, type QuantizationSection, quantizationOf, readQuantization } from "./quantization.ts";
import type { CheckpointTensors, TensorLocation } from "./tensors.ts";

/** Where and how one parameter is stored. */
export interface WeightSpec {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly unused?: true;
  /** Numbers that it stands for, where its shape does not say: parts of quantised matrices. */
  readonly parameters?: number;
}

/** Parameters by original name; what training, export and quantisation read from. */
export interface Weights {
  readonly config: ModelConfig;
  /** The names that are present. */
  readonly names: readonly string[];
  has(name: string): boolean;
  spec(name: string): WeightSpec | undefined;
  /** A fresh copy, in the stored element type or converted to `as`. Throws a UserError for an absent name. */
  read(name: string, as?: Dtype): Promise<TypedArray>;
}

export interface Checkpoint extends Weights {
  readonly folder: string;
  readonly layout: Layout;
  /** The weight files. */
  readonly files: readonly string[];
  /** The image processor's settings in the original form, whatever the layout. */
  readonly preprocessor: Preprocessor;
  /** The raw config.json and, where there are such files, processor_config.json and generation_config.json. */
  readonly raw: { readonly config: unknown; readonly processor?: unknown; readonly generation?: unknown };
  /** `quantization_config` of config.json. */
  readonly quantization?: QuantizationSection;
  /** How matrices are packed, for the parameter store of a program; undefined where none is. */
  readonly quantizationOf?: QuantizationOf;
  /** Where the parameter's bytes lie on disk; undefined where they must be assembled from several tensors. */
  source(name: string): TensorLocation | undefined;
  /** How a runtime reaches the weight files. */
  places(): Promise<WeightPlaces>;
  close(): Promise<void>;
}

/** Tensors that do not agree with config.json. */
export interface Problems {
  readonly missing: readonly string[];
  readonly unexpected: readonly string[];
  readonly misshapen: readonly {
    readonly name: string;
    readonly found: readonly number[];
    readonly expected: readonly number[];
  }[];
  readonly mistyped: readonly { readonly name: string; readonly found: Dtype; readonly expected: string }[];
}

/** The files of a checkpoint, read but not understood. An absent file is undefined. */
export interface CheckpointFiles {
  /** What messages call the place. */
  readonly folder: string;
  readonly config: unknown;
  readonly processor?: unknown;
  readonly generation?: unknown;
  readonly preprocessor?: unknown;
  openTensors(): Promise<CheckpointTensors>;
  places(files: readonly string[]): Promise<WeightPlaces>;
}

/**
 * Makes a checkpoint of its files. Tensors that do not fit the configuration are handed to the caller.
 * Throws a UserError when the configuration cannot be run.
 */
export async function assembleCheckpoint(
  files: CheckpointFiles,
): Promise<{ readonly checkpoint: Checkpoint; readonly problems: Problems }> {
  const { folder } = files;
  const raw = { config: files.config, processor: files.processor, generation: files.generation };
  const parsed = within(folder, () => parseModelConfig(raw.config));
  const quantization = within(folder, () => readQuantization(raw.config));
  const layout = configLayout(raw.config);
  // transformers 5 keeps the image processor inside the processor's file, the reference fixtures inside config.json.
  const inside =
    (raw.processor as { image_processor?: unknown } | undefined)?.image_processor ??
    (raw.config as { processor?: unknown }).processor;
  const json = files.preprocessor ?? inside;
  const settled = readPreprocessor(json, parsed, layout, `${folder}/preprocessor_config.json`);
  const { preprocessor } = settled;

  const tensors = await files.openTensors();
  try {
    checkNames(tensors, layout, folder);
    const config = layout === "multi_modality" ? settled.config : withStoredHead(settled.config, tensors);
    const packing = quantization && quantizationOf(quantization);
    const { table, problems } = match(tensors, layoutTable(config, layout, packing), config);
    const stored = access(tensors, config, table);
    const places = () => files.places(tensors.files);
    return {
      checkpoint: { folder, layout, preprocessor, raw, quantization, quantizationOf: packing, places, ...stored },
      problems,
    };
  } catch (error) {
    await tensors.close();
    throw error;
  }
}

/** transformers does not tie an output projection that a checkpoint stores, whatever its config.json says. */
function withStoredHead(config: ModelConfig, { tensors }: CheckpointTensors): ModelConfig {
  if (!tensors.has("lm_head.weight")) return config;
  return { ...config, language: { ...config.language, tieWordEmbeddings: false } };
}

/** The checkpoint, or a UserError with what does not fit (and the files closed). */
export async function soundCheckpoint(files: CheckpointFiles): Promise<Checkpoint> {
  const { checkpoint, problems } = await assembleCheckpoint(files);
  const complaint = describeProblems(problems);
  if (complaint === undefined) return checkpoint;
  await checkpoint.close();
  throw new UserError(`${files.folder}: ${complaint}`);
}

interface Match {
  /** Parameters that are present, with the locations of their parts. */
  readonly table: Map<string, { readonly entry: LayoutEntry; readonly parts: readonly [string, TensorLocation][] }>;
  readonly problems: Problems;
}

/** Element types of weights that are not packed. */
const floats: ReadonlySet<Dtype> = new Set(["float32", "float16", "bfloat16", "float64"]);

function match(tensors: CheckpointTensors, entries: readonly LayoutEntry[], config: ModelConfig): Match {
  const stored = new Map<string, string>();
  for (const name of tensors.tensors.keys()) stored.set(canonicalName(name), name);
  const table: Match["table"] = new Map();
  const missing: string[] = [];
  const misshapen: Problems["misshapen"][number][] = [];
  const mistyped: Problems["mistyped"][number][] = [];
  for (const entry of entries) {
    const parts: [string, TensorLocation][] = [];
    for (const part of entry.stored) {
      const name = stored.get(part.name);
      const location = name === undefined ? undefined : tensors.tensors.get(name);
      stored.delete(part.name);
      if (name === undefined || location === undefined) {
        if (!entry.unused) missing.push(part.name);
      } else if (!sameShape(location.shape, part.shape)) {
        // Nothing reads an unused tensor, so its shape and type are nobody's problem.
        if (!entry.unused) misshapen.push({ name, found: location.shape, expected: part.shape });
      } else if (entry.dtype === undefined ? !floats.has(location.dtype) : location.dtype !== entry.dtype) {
        if (!entry.unused) mistyped.push({ name, found: location.dtype, expected: entry.dtype ?? "a float" });
      } else parts.push([name, location]);
    }
    if (parts.length === entry.stored.length) table.set(entry.name, { entry, parts });
  }
  const unexpected = [...stored].filter(([canonical]) => !isIgnorable(canonical, config)).map(([, name]) => name);
  return { table, problems: { missing, unexpected, misshapen, mistyped } };
}

type Access = Pick<Checkpoint, "config" | "names" | "files" | "has" | "spec" | "read" | "source" | "close">;

function access(tensors: CheckpointTensors, config: ModelConfig, table: Match["table"]): Access {
  const spec = (name: string): WeightSpec | undefined => {
    const found = table.get(name);
    if (found === undefined) return undefined;
    const { shape, unused, parameters } = found.entry;
    const dtype = (found.parts[0] as [string, TensorLocation])[1].dtype;
    return { dtype, shape, ...(unused && { unused }), ...(parameters !== undefined && { parameters }) };
  };
  return {
    config,
    names: [...table.keys()],
    files: tensors.files,
    has: (name) => table.has(name),
    spec,
    source: (name) => {
      const found = table.get(name);
      const [only, second] = found?.parts ?? [];
      return found && only && second === undefined ? { ...only[1], shape: found.entry.shape } : undefined;
    },
    read: async (name, as) => {
      const found = table.get(name);
      const known = spec(name);
      if (found === undefined || known === undefined) {
        throw new UserError(`the checkpoint has no parameter "${name}"`);
      }
      const parts = await Promise.all(found.parts.map(([stored]) => tensors.read(stored)));
      const whole = joinParts(parts, known, name);
      return as === undefined ? whole : convert(whole, known.dtype, as);
    },
    close: () => tensors.close(),
  };
}

function joinParts(parts: readonly TypedArray[], spec: WeightSpec, name: string): TypedArray {
  const [first, second] = parts as [TypedArray, TypedArray?];
  if (second === undefined) return first;
  if (parts.some((part) => part.constructor !== first.constructor)) {
    throw new UserError(`the parts of parameter "${name}" are stored in different element types`);
  }
  const whole = new (first.constructor as new (length: number) => TypedArray)(lengthOf(spec.dtype, spec.shape));
  let offset = 0;
  for (const part of parts) {
    (whole as Uint8Array).set(part as Uint8Array, offset);
    offset += part.length;
  }
  return whole;
}

function checkNames(tensors: CheckpointTensors, layout: Layout, folder: string): void {
  const janus = [...tensors.tensors.keys()].find((name) => name.startsWith("gen_"));
  if (janus !== undefined) {
    throw new UserError(
      `${folder}: this is a Janus checkpoint (it has the tensor "${janus}"), which is not a DeepSeek-VL model`,
    );
  }
  const found = namesLayout(tensors.tensors.keys());
  if (found !== undefined && found !== layout) {
    throw new UserError(`${folder}: config.json is in the ${layout} layout, but the tensors are named as in ${found}`);
  }
}

/** One sentence part, with the first few names of each kind; undefined when there is nothing to complain of. */
export function describeProblems({ missing, unexpected, misshapen, mistyped }: Problems): string | undefined {
  const few = (names: readonly string[]) => names.slice(0, 3).join(", ") + (names.length > 3 ? ", ..." : "");
  const tensors = (n: number) => (n === 1 ? "1 tensor is" : `${n} tensors are`);
  const clauses: string[] = [];
  if (missing.length > 0) clauses.push(`${tensors(missing.length)} missing (${few(missing)})`);
  if (unexpected.length > 0) clauses.push(`${tensors(unexpected.length)} unexpected (${few(unexpected)})`);
  if (misshapen.length > 0) {
    const shapes = misshapen.map(({ name, found, expected }) => `${name} is [${found}], expected [${expected}]`);
    clauses.push(`${tensors(misshapen.length)} not of the shape that config.json implies (${few(shapes)})`);
  }
  if (mistyped.length > 0) {
    const types = mistyped.map(({ name, found, expected }) => `${name} is ${found}, expected ${expected}`);
    clauses.push(`${tensors(mistyped.length)} of the wrong element type (${few(types)})`);
  }
  return clauses.length === 0 ? undefined : clauses.join("; ");
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((n, i) => n === b[i]);
}

/** Puts the folder before an error of the configuration, which knows no files. */
function within<T>(folder: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof UserError) throw new UserError(`${folder}/${error.message}`);
    throw error;
  }
}
