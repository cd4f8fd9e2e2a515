/** `periscope data verify`: whether a data set is as it was written. */
import type { Command } from "commander";
import { untilInterrupted } from "../transfer-line.ts";

export function verifyVerb(data: Command): void {
  data
    .command("verify")
    .description("check every shard: hashes, schema, pictures, boxes, manifest; exit code 1 if anything is wrong")
    .argument("<where>", "a folder, or s3://bucket/prefix")
    .option("--json", "print what was found as JSON")
    .addHelpText("after", "\nExample:\n  $ periscope data verify data/nano")
    .action(verify);
}

async function verify(where: string, flags: { readonly json?: boolean }): Promise<void> {
  const { openStorage } = await import("../../data/storage/storage.ts");
  const { verifyData } = await import("../../data/shard/verify.ts");
  const storage = await openStorage(where);
  const terminal = process.stderr.isTTY === true;
  const { shards, samples, images, faults } = await untilInterrupted(
    "stopped before all shards were checked",
    (signal) =>
      verifyData(storage, {
        signal,
        onProgress: (done, total, wrong) =>
          terminal && process.stderr.write(`\r\x1b[2K${done} of ${total} shards  ${wrong} faults`),
      }),
  );
  if (terminal) process.stderr.write("\r\x1b[2K");
  if (flags.json) console.log(JSON.stringify({ shards, samples, images, faults }, null, 2));
  else {
    for (const fault of faults) console.log(`${fault.where}: ${fault.what}`);
    const found = `${samples} samples with ${images} images in ${shards} shards`;
    console.log(faults.length === 0 ? `${found}: all as they were written` : `${found}: ${faults.length} faults`);
  }
  if (faults.length > 0) process.exitCode = 1;
}
