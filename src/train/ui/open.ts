/** Opens the page of a run on this machine's loopback. */
import { serve } from "@hono/node-server";
import { UserError } from "../../runtime/errors.ts";
import type { Listener } from "../events.ts";
import type { TrainingRecipe } from "../recipe.ts";
import { openHistory } from "./history.ts";
import { trainingPage } from "./server.ts";

export interface TrainingPage {
  readonly url: string;
  readonly listener: Listener;
  close(): Promise<void>;
}

/** Port 0 is any free one. Throws a `UserError` where the port is taken. */
export async function openTrainingPage(recipe: TrainingRecipe, folder: string, port: number): Promise<TrainingPage> {
  const history = await openHistory(recipe, folder);
  const app = trainingPage(history);
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port }, ({ port: taken }) =>
      resolve({
        url: `http://127.0.0.1:${taken}/`,
        listener: history.listener,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            if ("closeAllConnections" in server) server.closeAllConnections();
          }),
      }),
    );
    server.on("error", (error: NodeJS.ErrnoException) => {
      reject(error.code === "EADDRINUSE" ? new UserError(`port ${port} is taken; choose another with --port`) : error);
    });
  });
}
