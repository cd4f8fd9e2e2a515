/** Our server as a process of the bench: a checkpoint folder and the number of rows; tells its address. */
import { serve } from "../../src/serve/index.ts";

const [folder, rows] = process.argv.slice(2);
const server = await serve({
  models: [{ id: "model", folder: folder! }],
  port: 0,
  maxRows: Number(rows),
  maxQueue: 64,
});
process.send!({ url: server.url, processes: server.models.flatMap(({ processes }) => processes) });
process.on("disconnect", () => void server.stop(0).then(() => process.exit()));
