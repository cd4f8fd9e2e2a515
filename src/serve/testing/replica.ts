/**
 * A replica as a process of its own, for tests that kill it: serves the checkpoint folder given as its argument on a free
 * port and prints the address.
 */
import { serve } from "../index.ts";

const [folder] = process.argv.slice(2);
const server = await serve({
  ...{
    models: [{ id: "tiny", folder: folder! }],
    port: 0,
    threads: 1,
    maxRows: 4,
    maxQueue: 40,
    processMetrics: false,
  },
});
console.log(server.url);
process.on("disconnect", () => process.exit());
