/** PyTorch as a peer: a child process with a model in it that runs once for every line it is sent. */
import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

export interface TorchPeer {
  /** One run (what that is, bench/peers/torch_peer.py says by program); its seconds. */
  run(): Promise<number>;
  dispose(): void;
}

/** What PyTorch there is, and where it runs. */
export interface TorchFacts {
  readonly version: string;
  readonly devices: readonly ("cpu" | "cuda")[];
  /** The name of the GPU. */
  readonly gpu?: string;
}

const python = () => process.env.PERISCOPE_BENCH_PYTHON ?? "/usr/bin/python3";

/** PyTorch as PERISCOPE_BENCH_PYTHON has it; undefined where it has none. */
export function torchFacts(): TorchFacts | undefined {
  const script = `import json, torch
gpu = torch.cuda.is_available()
devices = ["cuda", "cpu"] if gpu else ["cpu"]
print(json.dumps({"version": torch.__version__, "devices": devices, "gpu": torch.cuda.get_device_name() if gpu else None}))`;
  const { status, stdout } = spawnSync(python(), ["-c", script], { encoding: "utf8" });
  if (status !== 0) return undefined;
  const { gpu, ...facts } = JSON.parse(stdout) as TorchFacts & { gpu: string | null };
  return { ...facts, ...(gpu && { gpu }) };
}

/**
 * Starts `bench/peers/torch_peer.py` with the Python that PERISCOPE_BENCH_PYTHON names (default: Debian's, which has
 * python3-torch). Throws when it ends before it is ready.
 */
export async function torchPeer(
  program: "siglip" | "hybrid" | "llama" | "stage" | "prefill" | "decode",
  ...options: string[]
): Promise<TorchPeer> {
  const script = join(import.meta.dirname, "../peers/torch_peer.py");
  const child = spawn(python(), [script, program, ...options], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const line = await lines.next();
    if (line.done) throw new Error(`${python()} ${script} ended; it needs PyTorch (Debian: apt install python3-torch)`);
    return line.value;
  };
  await next(); // "ready"
  return {
    run: async () => {
      child.stdin.write("\n");
      return Number(await next());
    },
    dispose: () => child.stdin.end(),
  };
}
