/**
 * A way to spread a stage over devices (data, tensor and pipeline parallelism, ZeRO-1, recomputation): the memory of the
 * fullest device and the seconds of a step. Formulas, not measurements; what they assume stands in `Assumptions`.
 */
import type { Stage } from "../../recipe.ts";
import type { Gpu } from "./gpus.ts";
import type { Cost, PartSizes, RowCost, StageCosts, StageSizes } from "./row-cost.ts";

export interface Cluster {
  readonly nodes: number;
  readonly gpusPerNode: number;
  readonly gpu: Gpu;
  /** 10^9 bytes a second that a node sends to the others, over all its cards. */
  readonly nodeBandwidth: number;
}

export interface Assumptions {
  /** Share of the peak rate that computing reaches, waiting for others not counted. */
  readonly utilization: number;
  /** The same of the vision towers, whose attention and small batches may reach less. Default: `utilization`. */
  readonly towerUtilization?: number;
  /** Bytes that drivers, communication buffers and fragmentation take. */
  readonly reservedBytes: number;
}

export interface Layout {
  readonly tensor: number;
  readonly pipeline: number;
  readonly data: number;
  /** Whether ranks of the same weights share AdamW's state (ZeRO-1). */
  readonly zero: 0 | 1;
  readonly recompute: boolean;
  /** Sequences that a device computes at once. */
  readonly microRows: number;
}

export interface StageInput {
  readonly batch: number;
  readonly objective: Stage["objective"];
  readonly layers: number;
  readonly heads: number;
  readonly hiddenSize: number;
  readonly languageShare: number;
  readonly sizes: StageSizes;
  readonly costs: StageCosts;
}

/** Bytes of the fullest device. */
export interface MemoryParts {
  readonly weights: number;
  readonly gradients: number;
  readonly optimizer: number;
  readonly activations: number;
  readonly reserved: number;
}

export interface StepTime {
  readonly language?: number;
  readonly multimodal?: number;
  /** Over the stage's mixture. */
  readonly mean: number;
  /** Of the mean: what is not computing. */
  readonly bubble: number;
  readonly tensorMessages: number;
  readonly gradientMessages: number;
  /** Layers in the first pipeline rank, which has the towers as well. */
  readonly firstLayers: number;
}

/** 16-bit weights; 32-bit sums of gradients; 32-bit weights and two moments for AdamW (spec 2.5). */
const bytes = { weight: 2, gradient: 4, optimizer: 12, message: 2, state: 2 } as const;
/** Rows of the batch that each group of ranks with whole weights computes. */
export function rowsPerGroup({ batch }: Pick<StageInput, "batch">, { data }: Pick<Layout, "data">): number {
  return Math.ceil(batch / data);
}

/** Parameters of the devices that may be the fullest: each holds its share of the language model, and perhaps the towers' part. */
function deviceParameters({ sizes, layers }: StageInput, { tensor, pipeline }: Layout, first: number) {
  const at = (rank: number) => {
    const own = pipeline === 1 ? layers : rank === 0 ? first : Math.ceil((layers - first) / (pipeline - 1));
    const held = ({ vision, embedding, layer, head }: PartSizes) => {
      const ends = (rank === 0 ? embedding : 0) + (rank === pipeline - 1 ? head : 0);
      return (own * layer + ends) / tensor + (rank === 0 ? vision : 0);
    };
    return { all: held(sizes.all), trained: held(sizes.trained), layers: own, rank };
  };
  return pipeline === 1 ? [at(0)] : [at(0), at(pipeline - 1)];
}

/** Memory of the fullest device. */
export function memoryOf(
  input: StageInput,
  layout: Layout,
  { reservedBytes }: Assumptions,
  first: number,
): MemoryParts {
  const { tensor, pipeline, data, zero, recompute, microRows } = layout;
  const micro = Math.ceil(rowsPerGroup(input, layout) / microRows);
  const parts = deviceParameters(input, layout, first).map(({ all, trained, layers, rank }): MemoryParts => {
    const flying = Math.min(micro, pipeline - rank); // one forward, one backward: the first rank has the most under way
    const activations = [input.costs.language, input.costs.multimodal].map((row) =>
      row
        ? activationBytes(row, { layers, recompute, tensor, rank, last: rank === pipeline - 1 }) * microRows * flying
        : 0,
    );
    return {
      weights: bytes.weight * all,
      gradients: bytes.gradient * trained,
      optimizer: (bytes.optimizer * trained) / (zero ? data : 1),
      activations: Math.max(...activations),
      reserved: reservedBytes,
    };
  });
  return parts.reduce((a, b) => (totalMemory(a) >= totalMemory(b) ? a : b));
}

export function totalMemory(parts: MemoryParts): number {
  return Object.values(parts).reduce((a, b) => a + b, 0);
}

function activationBytes(
  row: RowCost,
  at: { layers: number; recompute: boolean; tensor: number; rank: number; last: boolean },
): number {
  const { layer, recomputedLayer, rest, image, images } = row;
  // while one layer is computed again its values are all there
  const layers = at.recompute
    ? at.layers * recomputedLayer.keptBytes + layer.keptBytes / at.tensor
    : (at.layers * layer.keptBytes) / at.tensor;
  return layers + (at.rank === 0 ? images * image.keptBytes : 0) + (at.last ? rest.keptBytes / at.tensor : 0);
}

/** Seconds of a step. */
export function stepTime(input: StageInput, layout: Layout, cluster: Cluster, assumptions: Assumptions): StepTime {
  const { pipeline } = layout;
  const { language, multimodal } = input.costs;
  const peak = cluster.gpu.teraflops * 1e12;
  const rates = {
    model: peak * assumptions.utilization,
    towers: peak * (assumptions.towerUtilization ?? assumptions.utilization),
  };
  const micro = Math.ceil(rowsPerGroup(input, layout) / layout.microRows);
  const share = input.languageShare;
  const at = (first: number) => {
    const one = (row: RowCost | undefined) =>
      row ? microSeconds(row, input, layout, cluster, rates, first) : undefined;
    const [text, pictures] = [one(language), one(multimodal)];
    const whole = (seconds: number) => seconds * (micro + pipeline - 1);
    const [textStep, picturesStep] = [text, pictures].map((it) => it && whole(it.slowest));
    const mean = share * (textStep ?? 0) + (1 - share) * (picturesStep ?? 0);
    const even = share * (text?.mean ?? 0) + (1 - share) * (pictures?.mean ?? 0);
    const messages = (share * (text?.messages ?? 0) + (1 - share) * (pictures?.messages ?? 0)) * micro;
    return { textStep, picturesStep, mean, bubble: Math.max(0, mean - even * micro), messages, first };
  };
  // the first rank has the towers, so it gets fewer layers (paper: layers are divided again)
  const choices =
    pipeline === 1 ? [at(input.layers)] : Array.from({ length: input.layers - pipeline + 2 }, (_, i) => at(i));
  const best = choices.reduce((a, b) => (b.mean < a.mean ? b : a));
  const gradientMessages = exposedGradients(input, layout, cluster, best.mean / (micro + pipeline - 1), best.first);
  return {
    ...(best.textStep !== undefined && { language: best.textStep + gradientMessages }),
    ...(best.picturesStep !== undefined && { multimodal: best.picturesStep + gradientMessages }),
    mean: best.mean + gradientMessages,
    bubble: best.bubble,
    tensorMessages: best.messages,
    gradientMessages,
    firstLayers: best.first,
  };
}

/** Seconds of one micro-batch: of the slowest pipeline rank, of all evenly divided, and of tensor-parallel messages. */
function microSeconds(
  { layer, recomputedLayer, rest, image, images, length }: RowCost,
  { layers, hiddenSize }: StageInput,
  { tensor, pipeline, recompute, microRows }: Layout,
  { gpu }: Cluster,
  rates: { readonly model: number; readonly towers: number },
  first: number,
) {
  const compute = (cost: Cost, parts: number) => (microRows * cost.operations) / parts / rates.model;
  const perLayer = compute(recompute ? recomputedLayer : layer, tensor);
  // forward and backward pass two sums each over the tensor ranks, and recomputation two more
  const sums = recompute ? 6 : 4;
  const vector = microRows * length * hiddenSize * bytes.state;
  const perLayerMessages = tensor === 1 ? 0 : (sums * 2 * vector * (tensor - 1)) / tensor / (gpu.linkBandwidth * 1e9);
  // every tensor rank computes the towers, as the paper has it (spec 2.5)
  const towers = (microRows * images * image.operations) / rates.towers;
  const head = compute(rest, tensor);
  const layerSeconds = perLayer + perLayerMessages;
  const total = towers + head + layers * layerSeconds;
  const messages = (layers * perLayerMessages) / pipeline;
  if (pipeline === 1) return { slowest: total, mean: total, messages };
  const others = Math.ceil((layers - first) / (pipeline - 1));
  // the last rank has the head, in place of what it weighs in layers
  const rankSeconds = ((layers - first) * layerSeconds + head) / (pipeline - 1);
  const slowest = Math.max(towers + first * layerSeconds, rankSeconds, others * layerSeconds);
  return { slowest, mean: total / pipeline, messages };
}

/**
 * What of summing gradients (and, with ZeRO-1, gathering weights) does not hide behind the last micro-batch: each node sends
 * every part of the weights that it holds once around, whatever the number of its devices.
 */
function exposedGradients(
  input: StageInput,
  layout: Layout,
  cluster: Cluster,
  microSecondsMean: number,
  first: number,
): number {
  const { tensor, pipeline, data } = layout;
  if (data === 1) return 0;
  const trained = Math.max(...deviceParameters(input, layout, first).map((one) => one.trained));
  const across = 2 * bytes.message * trained;
  const shardsHere = Math.min(cluster.gpusPerNode, tensor * pipeline);
  const groupsHere = Math.max(1, Math.floor(cluster.gpusPerNode / (tensor * pipeline)));
  const nodes = Math.ceil(data / groupsHere);
  const inside = groupsHere > 1 ? (across * (groupsHere - 1)) / groupsHere / (cluster.gpu.linkBandwidth * 1e9) : 0;
  const between = nodes > 1 ? (across * shardsHere * (nodes - 1)) / nodes / (cluster.nodeBandwidth * 1e9) : 0;
  return Math.max(0, inside + between - microSecondsMean);
}
