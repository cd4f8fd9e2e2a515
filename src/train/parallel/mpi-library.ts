/** Finds an MPI library on this machine by name and gives its functions types. Starts nothing. */
import { UserError } from "../../runtime/errors.ts";
import { koffi } from "../../runtime/koffi.ts";
import { enlargeStacks } from "../../runtime/ort-api.ts";
import type { Launch } from "./launch.ts";
import { type AbiName, abiOf, type Handle, type MpiAbi, mpiAbi } from "./mpi-abi.ts";

type Argument = Handle | null | ArrayBufferView;

/** Returns MPI's error code, 0 when all went well. */
interface MpiFunction {
  (...args: Argument[]): number;
  async(...args: [...Argument[], (error: Error | null, code: number) => void]): void;
}

const P = "void *";
/** `H` stands for a handle, whose C type differs between libraries. */
const functions = {
  MPI_Init_thread: [P, P, "int", P],
  MPI_Comm_rank: ["H", P],
  MPI_Comm_size: ["H", P],
  MPI_Allreduce: [P, P, "int", "H", "H", "H"],
  MPI_Reduce_scatter_block: [P, P, "int", "H", "H", "H"],
  MPI_Allgather: [P, "int", "H", P, "int", "H", "H"],
  MPI_Bcast: [P, "int", "H", "int", "H"],
  MPI_Barrier: ["H"],
  MPI_Abort: ["H", "int"],
  MPI_Finalize: [],
} as const satisfies Record<string, readonly string[]>;

export interface MpiLibrary {
  readonly file: string;
  /** First line of what the library calls itself, e.g. `Open MPI v4.1.4, ...`. */
  readonly version: string;
  readonly abi: MpiAbi;
  readonly call: Readonly<Record<keyof typeof functions, MpiFunction>>;
}

/** Names under which each family installs itself; the one that the launcher belongs to is tried first. */
const families: Readonly<Record<Launch["kind"], readonly string[]>> = {
  openmpi: ["libmpi.so.40", "libmpi.so.80", "libmpi.40.dylib"],
  pmi: ["libmpich.so.12", "libmpi.so.12", "libmpi_abi.so.0", "libmpi_abi.so", "libmpi.12.dylib"],
  pmix: ["libmpi.so.40", "libmpi_abi.so.0", "libmpi_abi.so", "libmpich.so.12", "libmpi.so.12"],
};

/** Reachable for ever: koffi unloads a library whose handle is collected, and the next call would crash. */
const kept: unknown[] = [];

/** `PERISCOPE_MPI_LIBRARY`, or the first library found of the launcher's family. Throws a UserError where there is none. */
export function loadMpi(
  kind: Launch["kind"],
  environment: Readonly<Record<string, string | undefined>> = process.env,
): MpiLibrary {
  enlargeStacks();
  // MPICH's transport UCX patches the process's memory functions while V8's threads use them: some starts crashed
  if (kind !== "openmpi") process.env.UCX_MEM_EVENTS ??= "no";
  const given = environment.PERISCOPE_MPI_LIBRARY;
  const names = given ? [given] : families[kind];
  const failures: string[] = [];
  for (const file of names) {
    let library: ReturnType<typeof koffi.load>;
    try {
      library = koffi.load(file, { global: true }); // Open MPI opens plug-ins that look for its own symbols
    } catch (error) {
      failures.push(error instanceof Error ? error.message.split("\n", 1)[0]! : String(error));
      continue;
    }
    kept.push(library);
    return describe(file, library);
  }
  throw new UserError(
    given
      ? `PERISCOPE_MPI_LIBRARY is ${given}, which cannot be loaded: ${failures[0]}`
      : `this process was started as one of several (${launcherName[kind]}), but no MPI library is here: none of ${names.join(", ")} can be loaded. Install the launcher's own (Debian: apt-get install libopenmpi3), or name it in PERISCOPE_MPI_LIBRARY`,
  );
}

const launcherName = { openmpi: "mpirun of Open MPI", pmi: "a PMI launcher", pmix: "srun with PMIx" } as const;

function describe(file: string, library: ReturnType<typeof koffi.load>): MpiLibrary {
  const text = new Uint8Array(8192); // MPI_MAX_LIBRARY_VERSION_STRING
  const length = new Int32Array(1);
  try {
    library.func("MPI_Get_library_version", "int", [P, P])(text, length);
  } catch {
    throw new UserError(`${file} is no MPI library: it has no MPI_Get_library_version`);
  }
  const version = new TextDecoder().decode(text.subarray(0, length[0])).split("\n", 1)[0]!.replaceAll("\0", "").trim();
  const name: AbiName | undefined = abiOf(file, version);
  if (!name) {
    throw new UserError(
      `${file} calls itself "${version}", which is neither Open MPI, MPICH or one of its family, nor a library of the MPI 5 ABI`,
    );
  }
  const abi = mpiAbi(name, (symbol) => library.symbol(symbol) as unknown as bigint);
  const call = Object.fromEntries(
    Object.entries(functions).map(([key, parameters]) => [
      key,
      library.func(
        key,
        "int",
        parameters.map((type) => (type === "H" ? abi.handleType : type)),
      ),
    ]),
  ) as unknown as MpiLibrary["call"];
  return { file, version, abi, call };
}
