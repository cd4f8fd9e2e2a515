/**
 * The worker that looks: it decodes images and runs the towers, in a process of its own, so that neither hurts the
 * answers under way nor the server. A file that brings the decoder down takes only this process along.
 */
import { fileReader } from "../../chat/image-files.ts";
import { imageOf } from "../../chat/image-source.ts";
import { ImageEncoder } from "../../chat/images.ts";
import { modelParts } from "../../chat/open.ts";
import { loadProgram } from "../../chat/weights.ts";
import { loadCheckpoint } from "../../checkpoint/checkpoint.ts";
import { imageProgram } from "../../model/programs.ts";
import { parameterStore } from "../../nn/index.ts";
import { createNativeRuntime } from "../../runtime/native.ts";
import { packageProblem } from "../../runtime/native-package.ts";
import { loadTokenizer } from "../../text/tokenizer-folder.ts";
import { failure, lineToServer } from "./child.ts";
import { viewImage } from "./image-view.ts";
import type { ImageLimits, ModelPlace, VisionOrder, VisionReport } from "./protocol.ts";

const line = lineToServer<VisionOrder, VisionReport>();

async function open({ folder, device, threads }: ModelPlace, limits: ImageLimits) {
  const checkpoint = await loadCheckpoint(folder);
  const { config, processor, quantization } = modelParts(checkpoint, await loadTokenizer(folder));
  const runtime = await createNativeRuntime(device, { threads });
  const encoder = new ImageEncoder({
    runtime,
    processor,
    maxBytes: 0, // the server keeps features
    open: () => {
      const program = imageProgram(config, { images: 1, store: parameterStore({ quantization }) });
      return loadProgram(runtime, program, checkpoint, { flushDenormals: true });
    },
  });
  const image = (bytes: Uint8Array) => imageOf(bytes, fileReader, { ...limits, source: "the image" });
  // The first image of all: it loads the program, so that nobody's first image is slow.
  const size = processor.imageSize;
  const grey = { data: new Uint8Array(size * size * 3).fill(128), width: size, height: size };
  await encoder.encode({ hash: "warm-up", name: "warm-up", decode: async () => grey });
  const problem = packageProblem("sharp");
  if (problem !== undefined) console.error(`pictures other than plain PNG files are refused: ${problem}`);
  return {
    async encode(bytes: Uint8Array, hash: string): Promise<Float32Array> {
      return (await encoder.encode({ ...(await image(bytes)), hash })).features;
    },
    async view(bytes: Uint8Array) {
      return viewImage(await (await image(bytes)).decode(), { config, processor });
    },
  };
}

let opened: Awaited<ReturnType<typeof open>> | undefined;
line.onOrder((order) => {
  if (order.type === "open") {
    open(order.place, order.limits).then(
      (worker) => {
        opened = worker;
        line.send({ type: "ready", memoryBytes: process.memoryUsage.rss() });
      },
      (error: unknown) =>
        line.send({ type: "refused", message: error instanceof Error ? error.message : String(error) }),
    );
    return;
  }
  const { id } = order;
  const fail = (error: unknown) => line.send(failure(id, error, { code: "invalid_image" }));
  if (order.type === "encode") {
    opened!.encode(order.bytes, order.hash).then((features) => {
      line.send({ type: "encoded", id, features, memoryBytes: process.memoryUsage.rss() });
    }, fail);
  } else {
    opened!.view(order.bytes).then((view) => line.send({ type: "viewed", id, view }), fail);
  }
});
