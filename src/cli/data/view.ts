/** `periscope data view`: a web page on this machine that shows a data set. */
import type { Command } from "commander";
import { portOf } from "../port.ts";

export function viewVerb(data: Command): void {
  data
    .command("view")
    .description("browse the samples of a data set in a web browser: pictures, boxes, label maps, text, lineage")
    .argument("<where>", "a folder, or s3://bucket/prefix")
    .option("--port <n>", "port on this machine; 0 takes a free one", "4870")
    .addHelpText("after", "\nExample:\n  $ periscope data view data/nano")
    .action(view);
}

async function view(where: string, flags: { readonly port: string }): Promise<void> {
  const port = portOf(flags.port);
  const { openStorage } = await import("../../data/storage/storage.ts");
  const { viewer } = await import("../../data/view/server.ts");
  const { listen } = await import("../../data/view/listen.ts");
  const { url, close } = await listen(await viewer(await openStorage(where)), port);
  console.log(`${where} is shown at ${url} (Ctrl-C ends it)`);
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  await close();
}
