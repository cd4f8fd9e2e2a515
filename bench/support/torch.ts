/** PyTorch as a peer: a child process with a model in it that runs once for every line it is sent. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

export interface TorchPeer {
  /** One run (forward for the towers, forward and backward for the decoder, a whole step for a stage); its seconds. */
  run(): Promise<number>;
  dispose(): void;
}

/**
 * Starts `bench/peers/torch_peer.py` with the Python that PERISCOPE_BENCH_PYTHON names (default: Debian's, which has
 * python3-torch). Throws when it ends before it is ready.
 */
export async function torchPeer(
  program: "siglip" | "hybrid" | "llama" | "stage",
  ...options: string[]
): Promise<TorchPeer> {
  const python = process.env.PERISCOPE_BENCH_PYTHON ?? "/usr/bin/python3";
  const script = join(import.meta.dirname, "../peers/torch_peer.py");
  const child = spawn(python, [script, program, ...options], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const line = await lines.next();
    if (line.done) throw new Error(`${python} ${script} ended; it needs PyTorch (Debian: apt install python3-torch)`);
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
