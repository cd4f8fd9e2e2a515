/**
 * Ranks that live in one process and meet in memory: for tests of what is built on a collective. Sums are added in the order
 * of ranks.
 */
import type { TypedArray } from "../../../runtime/runtime.ts";
import type { Collective } from "../collective.ts";

interface Meeting {
  readonly what: string;
  readonly data: (TypedArray | undefined)[];
  readonly arrived: Promise<void>;
  readonly open: () => void;
  count: number;
}

/** `size` collectives that belong together. */
export function memoryCollectives(size: number): Collective[] {
  const meetings: Meeting[] = [];
  const newMeeting = (what: string): Meeting => {
    let open = () => {};
    const arrived = new Promise<void>((resolve) => {
      open = resolve;
    });
    return { what, data: new Array(size).fill(undefined), arrived, open, count: 0 };
  };
  return Array.from({ length: size }, (_, rank) => {
    let calls = 0;
    let last: Promise<unknown> = Promise.resolve();
    /** Brings a copy of this rank's data to the next meeting; gives everyone's. */
    const meet = <T extends TypedArray>(what: string, data?: T): Promise<T[]> => {
      const number = calls++;
      const mine = last.then(async () => {
        meetings[number] ??= newMeeting(what);
        const meeting = meetings[number];
        if (meeting.what !== what) throw new Error(`rank ${rank} calls ${what} where another calls ${meeting.what}`);
        meeting.data[rank] = data?.slice();
        if (++meeting.count === size) meeting.open();
        await meeting.arrived;
        return meeting.data as T[];
      });
      last = mine.catch(() => {});
      return mine;
    };
    const sumUp = async (data: Float32Array) => {
      const all = await meet(`sum of ${data.length}`, data);
      for (let i = 0; i < data.length; i++) data[i] = all.reduce((sum, one) => Math.fround(sum + one[i]!), 0);
    };
    return {
      rank,
      size,
      description: "memory",
      allReduce: sumUp,
      async reduceScatter(data) {
        await sumUp(data);
        const part = data.length / size;
        for (let i = 0; i < data.length; i++) if (Math.floor(i / part) !== rank) data[i] = Number.NaN;
      },
      async allGather(data) {
        const part = data.length / size;
        const all = await meet(`gather ${data.length}`, data);
        all.forEach((one, i) => {
          data.set(one.subarray(i * part, (i + 1) * part), i * part);
        });
      },
      async broadcast(data, root) {
        const all = await meet(`copy ${data.length} from ${root}`, data);
        data.set(all[root] as never);
      },
      barrier: async () => void (await meet("barrier")),
      close: async () => void (await meet("close")),
      abort: (code) => {
        throw new Error(`rank ${rank} ended the run with ${code}`);
      },
    };
  });
}
