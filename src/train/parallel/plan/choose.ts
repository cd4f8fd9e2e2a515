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
  const candidates = layouts(input, cluster, wanted).map((layout) => evaluate(input, layout, cluster, assumptions));
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
  return { ...(best && { best }), steps };
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

/** From simple to complicated. */
function layouts({ batch, layers }: StageInput, { nodes, gpusPerNode }: Cluster, wanted: Wanted): Layout[] {
  const all: Layout[] = [];
  const devices = nodes * gpusPerNode;
  const options = <T>(fixed: T | undefined, values: readonly T[]) => (fixed === undefined ? values : [fixed]);
  for (const pipeline of options(wanted.pipeline, [1, 2, 4, 8, 16])) {
    for (const tensor of options(wanted.tensor, [1, 2, 4, 8])) {
      const data = devices / (tensor * pipeline);
      // tensor parallelism exchanges too much to leave a machine
      if (!Number.isInteger(data) || data > batch || tensor > gpusPerNode || pipeline > layers) continue;
      for (const zero of options(wanted.zero, [0, 1] as const)) {
        if (zero === 1 && data === 1) continue;
        for (const recompute of options(wanted.recompute, [false, true])) {
          for (const microRows of options(wanted.microRows, [1, 2, 4, 8])) {
            if (microRows > Math.ceil(batch / data)) continue;
            all.push({ tensor, pipeline, data, zero, recompute, microRows });
          }
        }
      }
    }
  }
  return all;
}
