/** The parity of a whole model: pictures, intermediates, logits, loss, gradients, generated ids. */
import { join } from "node:path";
import { type Checkpoint, loadCheckpoint } from "../../checkpoint/checkpoint.ts";
import { readJsonIfPresent } from "../../checkpoint/files.ts";
import { parameterSpecs } from "../../checkpoint/parameters.ts";
import { type ModelConfig, parseModelConfig } from "../../model/config.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { type Check, compare, failure, groupOf, limitOf, same } from "./check.ts";
import { type Fixture, type NumbersByName, readNumbers } from "./fixture.ts";
import { fullPass, type ModelInputs } from "./full-pass.ts";
import { parameterParts, partOf } from "./gradient-names.ts";
import { greedy, untilEnd } from "./greedy.ts";
import { forPictures, modelInputs, promptsOf, unknownInputs } from "./model-inputs.ts";
import { checkPictures } from "./pictures.ts";
import type { Plain, ReadParameter } from "./program.ts";

/** The parts of case.json that are not found in the tensors. */
interface CaseJson {
  readonly gradients_stored?: unknown;
  readonly images?: readonly string[];
  readonly generate_steps?: number;
  readonly generate_eos?: { readonly eos_token_id?: number };
  readonly pad_token_id?: number;
}

export async function checkModel({ folder }: Fixture, runtime: Runtime): Promise<Check[]> {
  const checkpoint = await loadCheckpoint(folder);
  try {
    const tensors = await readNumbers(join(folder, "inputs.safetensors"));
    const references = await readNumbers(join(folder, "outputs.safetensors"));
    const json = ((await readJsonIfPresent(join(folder, "case.json"))) ?? {}) as CaseJson;
    const declared = parseModelConfig(checkpoint.raw.config);
    const inputs = modelInputs(tensors, declared);
    const config = forPictures(declared, inputs);
    const read: ReadParameter = async (name) => (await checkpoint.read(name, "float32")) as Float32Array;
    const context: Context = { checkpoint, config, inputs, references, json, runtime, read };
    const found = await runFullPass(context);
    return [
      ...unknownInputs(tensors).map((name) => failure("inputs", name, "is not an input of this model")),
      ...(await checkPictures(folder, checkpoint, tensors, json.images)),
      ...checkOutputs(context, found),
      ...checkGradients(context, found),
      ...(await checkGeneration(context, found)),
    ];
  } finally {
    await checkpoint.close();
  }
}

interface Context {
  readonly checkpoint: Checkpoint;
  readonly config: ModelConfig;
  readonly inputs: ModelInputs;
  readonly references: NumbersByName;
  readonly json: CaseJson;
  readonly runtime: Runtime;
  readonly read: ReadParameter;
}

function gradientNames(references: NumbersByName): string[] {
  return [...references.keys()].filter((name) => name.startsWith("grad."));
}

function runFullPass({ runtime, config, read, inputs, references }: Context): Promise<Record<string, Plain>> {
  const part = parameterParts(config);
  const wanted = new Set(gradientNames(references).map((name) => part(name.slice("grad.".length))?.parameter));
  return fullPass(runtime, config, read, inputs, (parameters) => parameters.filter((name) => wanted.has(name)));
}

/** Values that stand or fall together: where one layer is recorded, all are. */
const families = /^(vision\.low\.block|vision\.high\.block|llm\.layer)\.\d+$/;

function checkOutputs({ references, inputs }: Context, found: Readonly<Record<string, Plain>>): Check[] {
  const names = [...references.keys()].filter((name) => !/^(grad\.|generate)/.test(name));
  const recorded = new Set(names.map((name) => families.exec(name)?.[1]));
  const needed = Object.keys(found).filter((name) => {
    const family = families.exec(name)?.[1];
    return name === "logits" || name === "loss" || (family !== undefined && recorded.has(family));
  });
  const absent = needed.filter((name) => !references.has(name));
  return [
    ...names.map((name) => {
      const reference = references.get(name)!;
      // rows of padding hold whatever an implementation likes (shared goldens, README)
      const perToken = reference.data.length / (inputs.rows * inputs.length);
      const real = /^(llm\.|logits$)/.test(name);
      const counts = (i: number) => !real || inputs.attentionMask[Math.floor(i / perToken)] !== 0;
      return compare({ group: groupOf(name), name }, plainNumbers(found[name]), reference, limitOf(name), counts);
    }),
    ...absent.map((name) => failure(groupOf(name), name, "is missing in outputs.safetensors")),
  ];
}

function checkGradients({ config, references, json }: Context, found: Readonly<Record<string, Plain>>): Check[] {
  const part = parameterParts(config);
  const names = gradientNames(references);
  const checks = names.map((name) => {
    const wanted = part(name.slice("grad.".length));
    const whole = wanted && found[`grad.${wanted.parameter}`];
    const own = whole && wanted && partOf(whole, wanted);
    return compare({ group: groupOf(name), name }, plainNumbers(own), references.get(name)!, limitOf(name));
  });
  if (json.gradients_stored !== "all") return checks;
  // a fixture that says it stores every gradient must do so
  const covered = new Set(names.map((name) => part(name.slice("grad.".length))?.parameter));
  const absent = parameterSpecs(config).filter(({ name, unused }) => !unused && !covered.has(name));
  return [
    ...checks,
    ...absent.map(({ name }) => failure(groupOf(`grad.${name}`), `grad.${name}`, "is missing in outputs.safetensors")),
  ];
}

async function checkGeneration(context: Context, found: Readonly<Record<string, Plain>>): Promise<Check[]> {
  const { runtime, config, read, inputs, references, json } = context;
  const ids = references.get("generate.ids");
  const logits = references.get("generate.logits");
  const ended = references.get("generate_eos.ids");
  const steps = ids?.shape[1] ?? logits?.shape[1] ?? (ended ? (json.generate_steps ?? ended.shape[1]!) : 0);
  if (steps === 0) return [];
  const images = found["aligner.out"] ?? { shape: [1, config.language.hiddenSize], data: blankRow(config) };
  const result = await greedy(runtime, config, read, promptsOf(inputs), images, steps);
  const checks: Check[] = [];
  if (ids) checks.push(same("generate.ids", "generate.ids", result.ids.flat(), ids.data));
  if (logits) {
    const shape = [inputs.rows, steps, config.language.vocabSize];
    const at = { group: "generate.logits", name: "generate.logits" };
    checks.push(compare(at, { shape, data: result.logits }, logits, limitOf("generate.logits")));
  }
  if (ended) {
    const endId = json.generate_eos?.eos_token_id ?? config.eosTokenId;
    const cut = untilEnd(result.ids, endId, json.pad_token_id ?? config.padTokenId ?? 0);
    checks.push(same("generate_eos.ids", "generate_eos.ids", cut.flat(), ended.data));
  }
  return checks;
}

function blankRow(config: ModelConfig): Float32Array {
  return new Float32Array(config.language.hiddenSize);
}

function plainNumbers(plain: Plain | undefined): { shape: readonly number[]; data: Float32Array } | undefined {
  return plain && { shape: plain.shape, data: plain.data as Float32Array };
}
