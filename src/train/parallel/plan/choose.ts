/** Which layout to take: every combination is tried, those that fit are compared by time, the simplest of equals wins. */
import {
  type Assumptions,
  type Cluster,
  type Layout,
  type MemoryParts,
  memoryOf,
  type StageInput,
  type StepTime,
  stepTime,
  totalMemory,
} from "./layout.ts";

export interface Choice {
  readonly layout: Layout;
  readonly memory: MemoryParts;
  readonly time: StepTime;
}

/** What the caller insists on. */
export type Wanted = Partial<Pick<Layout, "tensor" | "pipeline" | "zero" | "recompute" | "microRows">>;

export interface Decision {
  readonly best?: Choice;
  /** Where there is no layout at all, whatever fits: why. */
  readonly impossible?: string;
  /** The fastest layout without and with each kind of sharding, whether it fits or not, for the explanation. */
  readonly steps: readonly {
    readonly what: string;
    readonly bytes: number;
    readonly fits: boolean;
    readonly seconds: number;
  }[];
}

/** Share of a device's memory that a layout may fill. */
const usable = 0.95;
/** A layout must be this much faster to be worth its complexity. */
const worthwhile = 1.02;

export function chooseLayout(input: StageInput, cluster: Cluster, assumptions: Assumptions, wanted: Wanted): Decision {
  const limit = usable * cluster.gpu.memoryGb * 1e9;
  const { some, impossible } = layouts(input, cluster, wanted);
  const candidates = some.map((layout) => evaluate(input, layout, cluster, assumptions));
  const fits = (one: Choice) => totalMemory(one.memory) <= limit;
  const fastest = (some: readonly Choice[]) =>
    some.reduce<Choice | undefined>((a, b) => (a && b.time.mean * worthwhile >= a.time.mean ? a : b), undefined);
  const smallest = (some: readonly Choice[]) =>
    some.reduce<Choice | undefined>((a, b) => (a && totalMemory(a.memory) <= totalMemory(b.memory) ? a : b), undefined);
  const steps = kinds.flatMap(({ what, accept }) => {
    const some = candidates.filter((one) => accept(one.layout));
    const shown = fastest(some.filter(fits)) ?? smallest(some);
    if (!shown) return [];
    return [{ what, bytes: totalMemory(shown.memory), fits: fits(shown), seconds: shown.time.mean }];
  });
  const best = fastest(candidates.filter(fits));
  return { ...(best && { best }), ...(impossible && { impossible }), steps };
}

export function evaluate(input: StageInput, layout: Layout, cluster: Cluster, assumptions: Assumptions): Choice {
  const time = stepTime(input, layout, cluster, assumptions);
  return { layout, memory: memoryOf(input, layout, assumptions, time.firstLayers), time };
}

const alone = ({ tensor, pipeline }: Layout) => tensor === 1 && pipeline === 1;

const kinds: readonly { what: string; accept: (layout: Layout) => boolean }[] = [
  { what: "data parallelism alone", accept: (one) => alone(one) && one.zero === 0 },
  { what: "data parallelism with ZeRO-1", accept: (one) => alone(one) && one.zero === 1 },
  { what: "tensor parallelism beside it", accept: (one) => one.tensor > 1 && one.pipeline === 1 },
  { what: "pipeline parallelism beside it", accept: (one) => one.pipeline > 1 && one.tensor === 1 },
  { what: "tensor and pipeline parallelism", accept: (one) => one.tensor > 1 && one.pipeline > 1 },
];

/** What a layout must keep to, and what to say where none of those left does. */
interface Rule {
  readonly holds: (layout: Layout, input: StageInput, cluster: Cluster) => boolean;
  readonly why: (input: StageInput, cluster: Cluster, wanted: Wanted) => string;
}

const devicesOf = ({ nodes, gpusPerNode }: Cluster) => nodes * gpusPerNode;
const formatted = (n: number) => n.toLocaleString("en");

/** `2 tensor x 4 pipeline ranks`, of what is insisted on. */
function ranksOf({ tensor, pipeline }: Wanted): string | undefined {
  const parts = [...(tensor ? [`${tensor} tensor`] : []), ...(pipeline ? [`${pipeline} pipeline`] : [])];
  return parts.length > 0 ? `${parts.join(" x ")} rank${(tensor ?? 1) * (pipeline ?? 1) === 1 ? "" : "s"}` : undefined;
}

const rules: readonly Rule[] = [
  {
    holds: (layout, { objective }) => objective === "language" || alone(layout),
    why: ({ objective }) =>
      `a ${objective} stage trains a tower, which every device computes whole: it takes no tensor or pipeline ranks`,
  },
  {
    // tensor parallelism exchanges too much to leave a machine
    holds: ({ tensor }, _, { gpusPerNode }) => gpusPerNode % tensor === 0,
    why: (_, { gpusPerNode }, { tensor }) =>
      `${tensor} tensor ranks stay within a machine and do not divide its ${formatted(gpusPerNode)} devices`,
  },
  {
    holds: ({ tensor }, { heads }) => heads % tensor === 0,
    why: ({ heads }, _, { tensor }) => `${tensor} tensor ranks do not divide the ${heads} attention heads`,
  },
  {
    holds: ({ pipeline }, { layers }) => pipeline <= layers,
    why: ({ layers }, _, { pipeline }) => `${pipeline} pipeline ranks are more than the ${layers} layers`,
  },
  {
    holds: ({ data }) => Number.isInteger(data),
    why: (_, cluster, wanted) => `${ranksOf(wanted)} do not divide ${formatted(devicesOf(cluster))} devices`,
  },
  {
    holds: ({ data }, { batch }) => data <= batch,
    why({ batch }, cluster, wanted) {
      const ranks = ranksOf(wanted);
      const among = `${formatted(batch)} sequences out to ${formatted(devicesOf(cluster))} devices`;
      return `none deals ${among}${ranks ? ` with ${ranks}` : ""}`;
    },
  },
  {
    holds: ({ data }, { objective, batch }) => objective !== "contrastive" || batch % data === 0,
    why: ({ batch }, cluster) =>
      `a contrastive stage has as many pairs on every device, and ${formatted(devicesOf(cluster))} do not divide ${formatted(batch)}`,
  },
  {
    holds: ({ zero, data }) => zero === 0 || data > 1,
    why: () => "ZeRO-1 divides AdamW's state among devices with the same weights, and there is one",
  },
  {
    holds: ({ microRows, data }, { batch }) => microRows <= Math.ceil(batch / data),
    why: ({ batch }, _, { microRows }) => `no device has ${microRows} of the ${formatted(batch)} sequences`,
  },
  {
    holds: ({ microRows, data }, { objective, batch }) => objective !== "contrastive" || microRows === batch / data,
    why: (_, __, { microRows }) =>
      `a contrastive stage compares all pairs of a device at once, which are not ${microRows}`,
  },
];

/** From simple to complicated; a sentence where there is none. */
function layouts(
  input: StageInput,
  cluster: Cluster,
  wanted: Wanted,
): { readonly some: readonly Layout[]; readonly impossible?: string } {
  let some = combinations(input, devicesOf(cluster), wanted);
  for (const { holds, why } of rules) {
    some = some.filter((layout) => holds(layout, input, cluster));
    if (some.length === 0) return { some, impossible: why(input, cluster, wanted) };
  }
  return { some };
}

function combinations({ batch, objective }: StageInput, devices: number, wanted: Wanted): Layout[] {
  const all: Layout[] = [];
  const options = <T>(fixed: T | undefined, values: readonly T[]) => (fixed === undefined ? values : [fixed]);
  // what is computed again are layers of the language model
  const recomputes = objective === "language" ? options(wanted.recompute, [false, true]) : [false];
  for (const pipeline of options(wanted.pipeline, [1, 2, 4, 8, 16])) {
    for (const tensor of options(wanted.tensor, [1, 2, 4, 8])) {
      const data = devices / (tensor * pipeline);
      const rows = objective === "contrastive" ? [batch / data] : [1, 2, 4, 8];
      for (const zero of options(wanted.zero, [0, 1] as const)) {
        for (const recompute of recomputes) {
          for (const microRows of options(wanted.microRows, rows)) {
            all.push({ tensor, pipeline, data, zero, recompute, microRows });
          }
        }
      }
    }
  }
  return all;
}
