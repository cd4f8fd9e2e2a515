/** A safetensors file whose bytes are in memory, as a browser has it. */
import { viewBytes } from "../runtime/dtype.ts";
import { UserError } from "../runtime/errors.ts";
import { headerLength, parseHeader } from "./safetensors-header.ts";
import type { SafetensorsFile } from "./tensors.ts";

/** Checks the header; `path` is what messages call the file. Throws a UserError for what is no sound safetensors file. */
export function safetensorsInMemory(path: string, bytes: Uint8Array): SafetensorsFile {
  const length = headerLength(bytes.subarray(0, 8), bytes.length, path);
  const header = parseHeader(bytes.subarray(8, 8 + length), 8 + length, bytes.length, path);
  return {
    path,
    ...header,
    read: async (name) => {
      const entry = header.tensors.get(name);
      if (entry === undefined) throw new UserError(`${path} has no tensor "${name}"`);
      const own = bytes.slice(entry.byteOffset, entry.byteOffset + entry.byteLength); // a copy is aligned
      return viewBytes(
        entry.dtype,
        own.buffer,
        0,
        entry.shape.reduce((a, b) => a * b, 1),
      );
    },
    close: async () => {},
  };
}
