/**
 * Whether, by whom and as which of how many this process was started: read from what launchers leave in the environment.
 * Nothing is loaded and nobody is spoken to.
 */
import { availableParallelism, cpus } from "node:os";
import { UserError } from "../../runtime/errors.ts";

export interface Launch {
  /** What the launcher speaks: Open MPI's own protocol, PMI (MPICH, Intel MPI, Slurm) or PMIx (Slurm). */
  readonly kind: "openmpi" | "pmi" | "pmix";
  readonly rank: number;
  readonly size: number;
  /** Processes on this machine; undefined where the launcher does not tell. */
  readonly localSize?: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The launch, or `undefined` for a process that was started alone. Throws a UserError where Slurm started several
 * processes that could not find each other.
 */
export function detectLaunch(environment: Environment = process.env): Launch | undefined {
  const number = (name: string) => (environment[name] === undefined ? undefined : Number(environment[name]));
  const make = (kind: Launch["kind"], rank?: number, size?: number, localSize?: number): Launch | undefined => {
    if (rank === undefined || size === undefined || !(size >= 1) || !(rank >= 0)) return undefined;
    return { kind, rank, size, ...(localSize && localSize > 0 && { localSize }) };
  };
  const tasks = number("SLURM_STEP_NUM_TASKS");
  const launch =
    make(
      "openmpi",
      number("OMPI_COMM_WORLD_RANK"),
      number("OMPI_COMM_WORLD_SIZE"),
      number("OMPI_COMM_WORLD_LOCAL_SIZE"),
    ) ??
    make("pmix", number("PMIX_RANK"), tasks, tasksHere(environment)) ??
    make("pmi", number("PMI_RANK"), number("PMI_SIZE"), number("MPI_LOCALNRANKS") ?? tasksHere(environment));
  if (launch) return launch;
  if (tasks !== undefined && tasks > 1) {
    throw new UserError(
      `srun started ${tasks} processes without a way to find each other; start them with srun --mpi=pmix (srun --mpi=list shows which kinds this cluster has)`,
    );
  }
  return undefined;
}

/**
 * Threads for each of several ranks: the processors that the launcher bound this process to, or its part of the machine's
 * where it bound none. `undefined` for a process alone, which takes all.
 */
export function threadsOfRank(
  launch: Launch | undefined,
  { bound, machine } = { bound: availableParallelism(), machine: cpus().length },
): number | undefined {
  if (!launch || launch.size === 1) return undefined;
  return bound < machine ? bound : Math.max(1, Math.floor(machine / (launch.localSize ?? 1)));
}

/** `SLURM_STEP_TASKS_PER_NODE` is "4(x3),2": how many run here is the entry of this node's number. */
function tasksHere(environment: Environment): number | undefined {
  const text = environment.SLURM_STEP_TASKS_PER_NODE;
  if (!text) return undefined;
  const perNode = text.split(",").flatMap((part) => {
    const [, tasks, nodes] = /^(\d+)(?:\(x(\d+)\))?$/.exec(part.trim()) ?? [];
    return tasks ? new Array<number>(Number(nodes ?? 1)).fill(Number(tasks)) : [];
  });
  return perNode[Number(environment.SLURM_NODEID ?? 0)];
}
