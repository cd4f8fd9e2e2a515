/** `periscope data teach`: conversations for leaves whose truth is knowledge, asked of a model that the user names. */
import type { Command } from "commander";
import type { TeachReport } from "../../data/teacher/teach.ts";
import { UserError } from "../../runtime/errors.ts";
import { untilInterrupted } from "../transfer-line.ts";
import { count } from "./flags.ts";

interface TeachFlags {
  readonly teacher: string;
  readonly model: string;
  readonly out: string;
  readonly leaf?: readonly string[];
  readonly perImage: string;
  readonly perMinute: string;
  readonly parallel: string;
  readonly seed: string;
  readonly licence?: string;
  readonly json?: boolean;
}

/** Where the key is looked for, so that it stands in no history of a shell. */
const keyVariable = "PERISCOPE_TEACHER_KEY";

export function teachVerb(data: Command): void {
  data
    .command("teach")
    .description(
      "conversations about a folder of pictures, written by a vision model behind an OpenAI-compatible address",
    )
    .argument("<images>", "folder of PNG, JPEG or WebP pictures")
    .requiredOption("--teacher <url>", "address of the endpoint, https://host/v1")
    .requiredOption("--model <name>", "model to ask")
    .requiredOption("--out <folder>", "where answers and conversations.jsonl go; continue a run by naming it again")
    .option("--leaf <path...>", "leaves of the taxonomy to ask about; those that need knowledge unless said")
    .option("--per-image <n>", "leaves asked a picture", "1")
    .option("--per-minute <n>", "requests a minute", "60")
    .option("--parallel <n>", "requests under way at once", "4")
    .option("--seed <n>", "decides which picture is asked what", "1")
    .option("--licence <name>", "licence of the answers, as the teacher's terms allow")
    .option("--json", "print the report as JSON")
    .addHelpText(
      "after",
      `
The key is read from ${keyVariable}. Pictures are sent to the address you name, and nowhere else.
Example:
  $ periscope data teach photos --teacher http://127.0.0.1:8000/v1 --model qwen2-vl --out taught
  $ periscope data import llava taught/conversations.jsonl --images photos --out data/taught`,
    )
    .action(run);
}

async function run(images: string, flags: TeachFlags): Promise<void> {
  const { teach } = await import("../../data/teacher/teach.ts");
  if (!URL.canParse(flags.teacher) || !/^https?:$/.test(new URL(flags.teacher).protocol))
    throw new UserError(`--teacher is "${flags.teacher}", expected an address like https://host/v1`);
  const key = process.env[keyVariable];
  const report = await untilInterrupted("stopped; the answers so far are kept, and the same call continues", (signal) =>
    teach({
      images,
      out: flags.out,
      endpoint: {
        url: flags.teacher,
        model: flags.model,
        perMinute: count("--per-minute", flags.perMinute),
        ...(key ? { key } : {}),
      },
      perImage: count("--per-image", flags.perImage),
      parallel: count("--parallel", flags.parallel),
      seed: count("--seed", flags.seed),
      signal,
      ...(flags.leaf ? { leaves: flags.leaf } : {}),
      ...(flags.licence ? { licence: flags.licence } : {}),
      onProgress: ({ conversations, failed, unsuitable, total }) => {
        if (process.stderr.isTTY)
          process.stderr.write(`\r${conversations + failed + unsuitable} of ${total} questions`);
      },
    }),
  );
  if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
  if (neverAnswered(report)) process.exitCode = 1;
  if (flags.json) return console.log(JSON.stringify(report, null, 2));
  const reasons = Object.entries(report.reasons).map(([reason, times]) => `\n  ${times} x ${reason}`);
  console.log(
    `${flags.out}/conversations.jsonl: ${report.conversations} conversations (${report.cached} from before), ${report.unsuitable} pictures did not suit, ${report.failed} questions failed${reasons.join("")}`,
  );
}

/** Every question failed, in this run and in those before. */
export function neverAnswered({ conversations, unsuitable, failed }: TeachReport): boolean {
  return conversations + unsuitable === 0 && failed > 0;
}
