/** Checkpoint folders: reading, writing, converting, downloading. */
export { type Checkpoint, loadCheckpoint, type Weights } from "./checkpoint.ts";
export { exportCheckpoint } from "./export.ts";
export { pull, resolveModel } from "./hub.ts";
export { inspectCheckpoint, renderSummary } from "./inspect.ts";
export { countParameters, parameterSpecs } from "./parameters.ts";
export { openCheckpointTensors, openSafetensors } from "./safetensors.ts";
export { writeSafetensors } from "./safetensors-write.ts";
export { type SaveOptions, saveCheckpoint } from "./save.ts";
