/** Who takes part: our devices that open, and PyTorch on those that it sees. */
import type { NativeDevice } from "../../src/runtime/native.ts";
import { createNativeRuntime } from "../../src/runtime/native.ts";
import type { Runtime } from "../../src/runtime/runtime.ts";
import { type TorchFacts, torchFacts, torchPeer } from "../support/torch.ts";
import type { Entrant, Ready } from "./contest.ts";

export interface Engines {
  readonly devices: readonly NativeDevice[];
  readonly threads: number;
  readonly torch: TorchFacts | undefined;
}

export const deviceTitles: Readonly<Record<NativeDevice, string>> = { cpu: "CPU", webgpu: "WebGPU", cuda: "CUDA" };

export function findEngines(devices: readonly NativeDevice[], threads: number, withTorch: boolean): Engines {
  return { devices, threads, torch: withTorch ? torchFacts() : undefined };
}

/** One of ours on a device; `open` gets a runtime of its own. */
export function ourEntrant(
  device: NativeDevice,
  numbers: string,
  threads: number,
  open: (runtime: Runtime) => Promise<Ready>,
): Entrant {
  return {
    engine: `Periscope, ${deviceTitles[device]}, ${numbers}`,
    open: async () => {
      const runtime = await createNativeRuntime(device, { threads });
      try {
        const { runs, dispose } = await open(runtime);
        return {
          runs,
          dispose: async () => {
            await dispose();
            runtime.dispose();
          },
        };
      } catch (error) {
        runtime.dispose();
        throw error;
      }
    },
  };
}

type TorchProgram = Parameters<typeof torchPeer>[0];

/** PyTorch in float32 where it runs, on CUDA in float16 too. `programs` by the names of their works. */
export function torchEntrants(
  { torch, threads }: Engines,
  programs: Readonly<Record<string, TorchProgram>>,
  ...options: string[]
): Entrant[] {
  const forms = (torch?.devices ?? []).flatMap((device) =>
    (device === "cuda" ? ["float32", "float16"] : ["float32"]).map((dtype) => ({ device, dtype })),
  );
  return forms.map(({ device, dtype }) => ({
    engine: `PyTorch, ${device === "cuda" ? "CUDA" : "CPU"}, ${dtype}`,
    open: async () => {
      const flags = ["--threads", `${threads}`, "--device", device, "--dtype", dtype, ...options];
      const peers = await Promise.all(
        Object.entries(programs).map(async ([name, program]) => [name, await torchPeer(program, ...flags)] as const),
      );
      return {
        runs: Object.fromEntries(peers.map(([name, peer]) => [name, peer.run])),
        dispose: () => {
          for (const [, peer] of peers) peer.dispose();
        },
      };
    },
  }));
}
