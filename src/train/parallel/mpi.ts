/**
 * The collective over MPI: one call at a time, on a thread beside the event loop. MPI itself ends the whole run when a
 * process dies; what is added here is a limit on how long anyone waits for a process that lives and does not answer.
 */
import { UserError } from "../../runtime/errors.ts";
import { type Collective, single } from "./collective.ts";
import { detectLaunch, type Launch } from "./launch.ts";
import { loadMpi, type MpiLibrary } from "./mpi-library.ts";

/** MPI counts with 32-bit integers; longer vectors go in pieces. */
const mostElements = 1 << 28;
const threadMultiple = 3;
const defaultTimeoutSeconds = 1800;

export interface MpiOptions {
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Where sentences about waiting go. Default: standard error. */
  readonly warn?: (line: string) => void;
}

/** The processes that a launcher started together with this one; alone where there is no launcher, or only one process. */
export async function openCollective(options: MpiOptions = {}): Promise<Collective> {
  const launch = detectLaunch(options.environment);
  return launch && launch.size > 1 ? openMpi(launch, options) : single();
}

/** Joins the other processes. Throws a UserError where the library is missing or is not the launcher's. */
export async function openMpi(launch: Launch, options: MpiOptions = {}): Promise<Collective> {
  const environment = options.environment ?? process.env;
  const library = loadMpi(launch.kind, environment);
  const { abi, call } = library;
  checkCode("start MPI", call.MPI_Init_thread(null, null, threadMultiple, new Int32Array(1)));
  const ask = (question: typeof call.MPI_Comm_rank) => {
    const out = new Int32Array(1);
    checkCode("ask for rank and size", question(abi.world, out));
    return out[0]!;
  };
  const [rank, size] = [ask(call.MPI_Comm_rank), ask(call.MPI_Comm_size)];
  if (size !== launch.size) {
    call.MPI_Finalize();
    throw new UserError(
      `the launcher started ${launch.size} processes, but ${library.version} (${library.file}) sees ${size}: library and launcher do not belong together; name the launcher's own library in PERISCOPE_MPI_LIBRARY`,
    );
  }
  return overMpi(library, rank, size, {
    seconds: timeoutSeconds(environment.PERISCOPE_COLLECTIVE_TIMEOUT),
    warn: options.warn ?? ((line) => console.error(line)),
  });
}

function timeoutSeconds(text: string | undefined): number {
  if (text === undefined) return defaultTimeoutSeconds;
  const seconds = Number(text);
  if (seconds > 0) return seconds;
  throw new UserError(`PERISCOPE_COLLECTIVE_TIMEOUT is "${text}", expected seconds above 0`);
}

interface Patience {
  readonly seconds: number;
  readonly warn: (line: string) => void;
}

function overMpi({ abi, call, version }: MpiLibrary, rank: number, size: number, patience: Patience): Collective {
  const { world, float, byte, sum, inPlace } = abi;
  let last: Promise<void> = Promise.resolve();
  let closed = false;
  const abort = (code: number): never => {
    call.MPI_Abort(world, code); // does not return in any library that obeys the standard
    process.exit(code);
  };
  /** Runs one call behind those before it, on koffi's thread. */
  const turn = (what: string, start: (done: (error: Error | null, code: number) => void) => void): Promise<void> => {
    if (closed) return Promise.reject(new Error(`${what} after the processes parted`));
    const mine = last.then(
      () =>
        new Promise<void>((resolve, reject) => {
          const timer = setTimeout(() => {
            patience.warn(
              `rank ${rank} has waited ${patience.seconds} s for the others in "${what}": one of them hangs or is gone without a word. The run ends here; start it again with the same command to continue from its last saved state (PERISCOPE_COLLECTIVE_TIMEOUT sets the patience)`,
            );
            abort(1);
          }, patience.seconds * 1000);
          start((error, code) => {
            clearTimeout(timer);
            if (error) reject(error);
            else if (code === 0) resolve();
            else reject(codeError(what, code));
          });
        }),
    );
    last = mine.catch(() => {}); // reported to whoever made the call
    return mine;
  };
  const sumUp = (data: Float32Array) =>
    inPieces(data, (piece) =>
      turn("sum over all ranks", (done) =>
        call.MPI_Allreduce.async(inPlace, piece, piece.length, float, sum, world, done),
      ),
    );
  return {
    rank,
    size,
    description: version,
    allReduce: sumUp,
    async reduceScatter(data) {
      const part = partLength(data, size);
      // Open MPI 4.1's reduce-scatter runs at half the rate of its all-reduce, which gives this rank's part as well
      if (abi.name === "openmpi" || part > mostElements) return sumUp(data);
      const own = new Float32Array(part);
      await turn("sum of this rank's part", (done) =>
        call.MPI_Reduce_scatter_block.async(data, own, part, float, sum, world, done),
      );
      data.set(own, rank * part);
    },
    async allGather(data) {
      const part = partLength(data, size);
      if (part > mostElements) throw new Error(`a part of ${part} elements is too long to be gathered in one call`);
      await turn("gather all ranks' parts", (done) =>
        call.MPI_Allgather.async(inPlace, 0, float, data, part, float, world, done),
      );
    },
    broadcast(data, root) {
      const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      return inPieces(bytes, (piece) =>
        turn(`copy from rank ${root}`, (done) => call.MPI_Bcast.async(piece, piece.length, byte, root, world, done)),
      );
    },
    barrier: () => turn("meet the others", (done) => call.MPI_Barrier.async(world, done)),
    async close() {
      if (closed) return;
      await turn("part from the others", (done) => call.MPI_Barrier.async(world, done));
      closed = true;
      checkCode("end MPI", call.MPI_Finalize());
    },
    abort,
  };
}

async function inPieces<T extends Float32Array | Uint8Array>(
  data: T,
  send: (piece: T) => Promise<void>,
): Promise<void> {
  for (let start = 0; start < data.length; start += mostElements) {
    await send(data.subarray(start, start + mostElements) as T);
  }
}

function partLength(data: Float32Array, size: number): number {
  if (data.length % size !== 0) throw new Error(`${data.length} elements do not divide among ${size} ranks`);
  return data.length / size;
}

function checkCode(what: string, code: number): void {
  if (code !== 0) throw codeError(what, code);
}

function codeError(what: string, code: number): Error {
  return new Error(`MPI could not ${what}: error ${code}`);
}
