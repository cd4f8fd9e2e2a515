import { expect, test } from "vitest";
import { UserError } from "../../runtime/errors.ts";
import { detectLaunch, threadsOfRank } from "./launch.ts";
import { openCollective } from "./mpi.ts";
import { abiOf, mpiAbi } from "./mpi-abi.ts";
import { loadMpi } from "./mpi-library.ts";

test("a process that was started alone is alone, also inside a Slurm job", async () => {
  expect(detectLaunch({})).toBeUndefined();
  expect(detectLaunch({ SLURM_JOB_ID: "7", SLURM_NTASKS: "16", SLURM_PROCID: "0" })).toBeUndefined();
  expect((await openCollective({ environment: {} })).size).toBe(1);
});

test.each([
  [
    "Open MPI",
    { OMPI_COMM_WORLD_RANK: "3", OMPI_COMM_WORLD_SIZE: "8", OMPI_COMM_WORLD_LOCAL_SIZE: "4", PMIX_RANK: "3" },
    { kind: "openmpi", rank: 3, size: 8, localSize: 4 },
  ],
  ["MPICH", { PMI_RANK: "0", PMI_SIZE: "2", MPI_LOCALNRANKS: "2" }, { kind: "pmi", rank: 0, size: 2, localSize: 2 }],
  [
    "Slurm with PMIx",
    { PMIX_RANK: "5", SLURM_STEP_NUM_TASKS: "10", SLURM_STEP_TASKS_PER_NODE: "4(x2),2", SLURM_NODEID: "2" },
    { kind: "pmix", rank: 5, size: 10, localSize: 2 },
  ],
])("%s says which rank this is", (_, environment, launch) => {
  expect(detectLaunch(environment)).toEqual(launch);
});

test("srun without MPI is told what is missing, before every process trains by itself", () => {
  expect(() => detectLaunch({ SLURM_STEP_NUM_TASKS: "4", SLURM_PROCID: "1" })).toThrow(/srun --mpi=pmix/);
});

test("ranks share a machine's processors, unless the launcher has bound them", () => {
  const launch = { kind: "openmpi", rank: 0, size: 8, localSize: 4 } as const;
  expect(threadsOfRank(undefined)).toBeUndefined();
  expect(threadsOfRank(launch, { bound: 64, machine: 64 })).toBe(16);
  expect(threadsOfRank(launch, { bound: 2, machine: 64 })).toBe(2);
  expect(threadsOfRank(launch, { bound: 2, machine: 2 })).toBe(1);
});

test("libraries are told apart", () => {
  expect(abiOf("libmpi.so.40", "Open MPI v4.1.4, package: Debian OpenMPI")).toBe("openmpi");
  expect(abiOf("libmpich.so.12", "MPICH Version:\t4.0.2")).toBe("mpich");
  expect(abiOf("libmpi.so.12", "Intel(R) MPI Library 2021.10")).toBe("mpich");
  expect(abiOf("/opt/lib/libmpi_abi.so.0", "Open MPI v6.0.0")).toBe("standard");
  expect(abiOf("libother.so", "something else")).toBeUndefined();
  const asked: string[] = [];
  mpiAbi("openmpi", (name) => BigInt(asked.push(name)));
  expect(asked).toContain("ompi_mpi_comm_world");
  expect(mpiAbi("mpich", () => 0n).handleType).toBe("int");
});

test("a missing library is named, and so is one that is no MPI library", () => {
  const load = (path: string) => () => loadMpi("openmpi", { PERISCOPE_MPI_LIBRARY: path });
  expect(load("/nowhere/libmpi.so")).toThrow(/^PERISCOPE_MPI_LIBRARY is \/nowhere\/libmpi.so, which cannot be loaded/);
  expect(load("/nowhere/libmpi.so")).toThrow(UserError);
  if (process.platform === "linux") expect(load("libm.so.6")).toThrow(/libm.so.6 is no MPI library/);
});
