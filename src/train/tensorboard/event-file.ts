/**
 * TensorBoard's event files: protobuf messages in records with checksums (TFRecord). A resumed run begins another file that
 * says from which step on the older ones no longer count.
 */
import { type FileHandle, mkdir, open } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { fileError } from "../../checkpoint/files.ts";
import { UserError } from "../../runtime/errors.ts";
import { type Event, EventSchema } from "./event_pb.ts";

export interface EventFile {
  readonly path: string;
  scalars(step: number, values: Readonly<Record<string, number>>): Promise<void>;
  /** Markdown, shown under "Text". */
  text(step: number, tag: string, markdown: string): Promise<void>;
  close(): Promise<void>;
}

/** TensorBoard's type of strings. */
const strings = 7;

/** Opens a new file in the folder; steps behind `from` in older files are purged by whoever reads them. */
export async function openEventFile(folder: string, from = 0, now: () => number = Date.now): Promise<EventFile> {
  let file: FileHandle;
  let path: string;
  try {
    await mkdir(folder, { recursive: true });
    const stamp = String(Math.floor(now() / 1000)).padStart(10, "0");
    path = join(folder, `events.out.tfevents.${stamp}.${hostname()}.${process.pid}`);
    for (let n = 0; ; n++) {
      const name = n === 0 ? path : `${path}.${n}`;
      const opened = await open(name, "ax").catch((error: NodeJS.ErrnoException) => {
        if (error.code === "EEXIST") return undefined;
        throw error;
      });
      if (opened) {
        [file, path] = [opened, name];
        break;
      }
    }
  } catch (error) {
    throw fileError(error, "write to", folder);
  }
  const write = async (step: number, what: Event["what"]) => {
    const event = create(EventSchema, { wallTime: now() / 1000, step: BigInt(step), what });
    try {
      await file.appendFile(record(toBinary(EventSchema, event)));
    } catch (error) {
      throw fileError(error, "write", path);
    }
  };
  const summary = (step: number, value: SummaryValues) =>
    write(step, { case: "summary", value: { value } } as Event["what"]);
  await write(0, { case: "fileVersion", value: "brain.Event:2" });
  if (from > 0) {
    await write(from + 1, { case: "sessionLog", value: { status: 1 } } as Event["what"]);
  }
  return {
    path,
    scalars: (step, values) =>
      summary(
        step,
        Object.entries(values).map(([tag, simpleValue]) => ({
          tag,
          value: { case: "simpleValue", value: asFloat(simpleValue) },
        })),
      ),
    text: (step, tag, markdown) =>
      summary(step, [
        {
          tag,
          metadata: { pluginData: { pluginName: "text" } },
          value: {
            case: "tensor",
            value: {
              dtype: strings,
              tensorShape: { dim: [{ size: 1n }] },
              stringVal: [new TextEncoder().encode(markdown)],
            },
          },
        },
      ]),
    close: () => file.close(),
  };
}

const largestFloat = 2 ** 127 * (2 - 2 ** -23);

/** The nearest number that a protobuf float can be; what is infinite or no number stays so. */
function asFloat(value: number): number {
  return Number.isFinite(value) ? Math.min(largestFloat, Math.max(-largestFloat, value)) : value;
}

type SummaryValues = readonly {
  readonly tag: string;
  readonly metadata?: object;
  readonly value: { readonly case: "simpleValue" | "tensor"; readonly value: unknown };
}[];

/** The events of a file. Throws a `UserError` where a checksum does not agree; a last record that is cut short is left out. */
export function readEvents(bytes: Uint8Array, source = "the file"): Event[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const events: Event[] = [];
  for (let at = 0; at + 12 <= bytes.length; ) {
    const length = Number(view.getBigUint64(at, true));
    if (view.getUint32(at + 8, true) !== maskedChecksum(bytes.subarray(at, at + 8))) {
      throw new UserError(`${source} is damaged at byte ${at}`);
    }
    const end = at + 12 + length;
    if (end + 4 > bytes.length) break;
    const data = bytes.subarray(at + 12, end);
    if (view.getUint32(end, true) !== maskedChecksum(data)) throw new UserError(`${source} is damaged at byte ${at}`);
    events.push(fromBinary(EventSchema, data));
    at = end + 4;
  }
  return events;
}

/** Length, its checksum, the data, its checksum. */
function record(data: Uint8Array): Uint8Array {
  const out = new Uint8Array(data.length + 16);
  const view = new DataView(out.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, maskedChecksum(out.subarray(0, 8)), true);
  out.set(data, 12);
  view.setUint32(12 + data.length, maskedChecksum(data), true);
  return out;
}

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let c = byte;
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? (c >>> 1) ^ 0x82f63b78 : c >>> 1;
  return c;
});

/** CRC-32C, turned and shifted as TFRecord wants it. */
export function maskedChecksum(data: Uint8Array): number {
  let c = 0xffffffff;
  for (const byte of data) c = (c >>> 8) ^ table[(c ^ byte) & 0xff]!;
  const checksum = ~c >>> 0;
  return (((checksum >>> 15) | (checksum << 17)) + 0xa282ead8) >>> 0;
}
