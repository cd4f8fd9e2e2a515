/**
 * What a model computes for a recorded batch, compared tensor by tensor: intermediates, logits, loss, gradients and
 * generated ids. Nothing here reads files, so it serves the browser as well.
 */
import { parameterSpecs } from "../../checkpoint/parameters.ts";
import type { ModelConfig } from "../../model/config.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { type Check, compare, failure, groupOf, limitOf, same } from "./check.ts";
import { fullPass, type ModelInputs } from "./full-pass.ts";
import { parameterParts, partOf } from "./gradient-names.ts";
import { greedy, untilEnd } from "./greedy.ts";
import { promptsOf } from "./model-inputs.ts";
import type { NumbersByName } from "./numbers.ts";
import type { Plain, ReadParameter } from "./program.ts";

/** The parts of case.json that are not found in the tensors. */
export interface CaseJson {
  readonly gradients_stored?: unknown;
  readonly images?: readonly string[];
  readonly generate_steps?: number;
  readonly generate_eos?: { readonly eos_token_id?: number };
  readonly pad_token_id?: number;
}

/** A model, a batch, and what the reference recorded for it. */
export interface ModelCase {
  readonly config: ModelConfig;
  readonly inputs: ModelInputs;
  readonly references: NumbersByName;
  readonly json: CaseJson;
  readonly read: ReadParameter;
}

export async function checkModelCase(at: ModelCase, runtime: Runtime): Promise<Check[]> {
  const found = await runFullPass(at, runtime);
  return [...checkOutputs(at, found), ...checkGradients(at, found), ...(await checkGeneration(at, found, runtime))];
}

function gradientNames(references: NumbersByName): string[] {
  return [...references.keys()].filter((name) => name.startsWith("grad."));
}

function runFullPass(at: ModelCase, runtime: Runtime): Promise<Record<string, Plain>> {
  const { config, read, inputs, references } = at;
  const part = parameterParts(config);
  const wanted = new Set(gradientNames(references).map((name) => part(name.slice("grad.".length))?.parameter));
  return fullPass(runtime, config, read, inputs, (parameters) => parameters.filter((name) => wanted.has(name)));
}

/** Values that stand or fall together: where one layer is recorded, all are. */
const families = /^(vision\.low\.block|vision\.high\.block|llm\.layer)\.\d+$/;

function checkOutputs({ references, inputs }: ModelCase, found: Readonly<Record<string, Plain>>): Check[] {
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

function checkGradients({ config, references, json }: ModelCase, found: Readonly<Record<string, Plain>>): Check[] {
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

async function checkGeneration(
  { config, read, inputs, references, json }: ModelCase,
  found: Readonly<Record<string, Plain>>,
  runtime: Runtime,
): Promise<Check[]> {
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
