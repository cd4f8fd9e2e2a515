/** A server over a tiny model with random weights, for tests; its answers go on until they are cut. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { writeTinyModel } from "../../chat/testing/tiny-model.ts";
import { type ServeOptions, type Server, serve } from "../index.ts";

export interface TestServer extends Server {
  readonly folder: string;
  /** Ends the server and takes its files away. */
  clear(): Promise<void>;
}

/** An image takes 4 positions; there are 4096 in all, more than a test waits for. */
export async function testServer(options: Partial<ServeOptions> = {}): Promise<TestServer> {
  const root = await mkdtemp(join(tmpdir(), "periscope-serve-"));
  const folder = join(root, "tiny");
  // An id that the tokenizer does not have ends an answer, and the random weights do not choose it.
  const files = { "generation_config.json": { eos_token_id: 303 } };
  await writeTinyModel(folder, { maxPositions: 4096, files });
  const models = [{ id: "tiny", folder }];
  const server = await serve({ models, port: 0, threads: 1, processMetrics: false, ...options });
  return {
    ...server,
    folder,
    clear: async () => {
      await server.stop(0);
      await rm(root, { recursive: true });
    },
  };
}

/** The data URL of a picture of one colour. */
export async function picture(background: string, width = 20, height = 12): Promise<string> {
  const png = await sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toBuffer();
  return `data:image/png;base64,${png.toString("base64")}`;
}
