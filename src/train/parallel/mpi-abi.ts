/**
 * How MPI's handles look from outside C, which its headers leave to each library. Open MPI's are addresses of symbols,
 * MPICH's family (Intel MPI, MVAPICH, Cray) agreed on integers, and MPI 5 standardised small pointer-sized numbers.
 */

export type AbiName = "openmpi" | "mpich" | "standard";

export type Handle = bigint | number;

export interface MpiAbi {
  readonly name: AbiName;
  /** C type of a handle. */
  readonly handleType: "void *" | "int";
  readonly world: Handle;
  readonly float: Handle;
  readonly byte: Handle;
  readonly sum: Handle;
  /** The address that stands for "the data lies where the result goes". */
  readonly inPlace: bigint;
}

/** The library's conventions. `symbol` looks up an exported variable's address. */
export function mpiAbi(name: AbiName, symbol: (name: string) => bigint): MpiAbi {
  if (name === "openmpi") {
    return {
      name,
      handleType: "void *",
      world: symbol("ompi_mpi_comm_world"),
      float: symbol("ompi_mpi_float"),
      byte: symbol("ompi_mpi_byte"),
      sum: symbol("ompi_mpi_op_sum"),
      inPlace: 1n,
    };
  }
  if (name === "mpich") {
    return {
      name,
      handleType: "int",
      world: 0x44000000,
      float: 0x4c00040a,
      byte: 0x4c00010d,
      sum: 0x58000003,
      inPlace: 0xffff_ffff_ffff_ffffn, // (void *)-1
    };
  }
  // MPI 5.0, chapter "Application Binary Interface"
  return { name, handleType: "void *", world: 0x101n, float: 0x210n, byte: 0x247n, sum: 0x21n, inPlace: 1n };
}

/** Which conventions a library follows, from its file's name and what `MPI_Get_library_version` says. */
export function abiOf(file: string, version: string): AbiName | undefined {
  if (/libmpi_abi\b/.test(file)) return "standard";
  if (/^Open MPI/i.test(version)) return "openmpi";
  if (/MPICH|Intel\(R\) MPI|MVAPICH/i.test(version)) return "mpich";
  return undefined;
}
