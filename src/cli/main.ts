/**
 * The `periscope` command: finds the verb, loads it and turns whatever goes wrong into a sentence and an exit code
 * (1: it did not work, 2: it was not called rightly). What a verb does is in its own file.
 */
import { Command, CommanderError } from "commander";
import { UserError } from "../runtime/errors.ts";
import { packageVersion } from "./package.ts";
import { printable } from "./printable.ts";

type Register = (program: Command) => void;

interface Verb {
  /** As the verb's own description, which is too slow to load for a list. */
  readonly about: string;
  readonly load: () => Promise<Register>;
}

/** Every verb; only the one that is called is imported. */
export const verbs: Readonly<Record<string, Verb>> = {
  start: {
    about: "open the chat page, with its server; with a question or a picture, answer in the terminal",
    load: async () => (await import("./start.ts")).startVerb,
  },
  chat: {
    about: "talk to a model about images: one question, or a conversation",
    load: async () => (await import("./chat.ts")).chatVerb,
  },
  serve: {
    about: "serve models by OpenAI's API: chat completions with images, streamed or whole",
    load: async () => (await import("./serve.ts")).serveVerb,
  },
  pull: {
    about: "download a model or a data set, or continue a download that was cut, and print its folder",
    load: async () => (await import("./pull.ts")).pullVerb,
  },
  inspect: {
    about: "show what a checkpoint holds: layout, sizes, element types, and what keeps it from loading",
    load: async () => (await import("./inspect.ts")).inspectVerb,
  },
  export: {
    about: "write a checkpoint in another layout or element type",
    load: async () => (await import("./export.ts")).exportVerb,
  },
  quantize: {
    about: "write a checkpoint with 4- or 8-bit weights, and show what that changes",
    load: async () => (await import("./quantize.ts")).quantizeVerb,
  },
  data: {
    about: "build vision-language data from nothing and from your own files; look at it, check it",
    load: async () => (await import("./data.ts")).dataVerb,
  },
  train: {
    about: "train a model by a recipe; stop with Ctrl-C, run again with --resume to continue",
    load: async () => (await import("./train.ts")).trainVerb,
  },
  finetune: {
    about: "go on training a model with your own conversations, in whole or by a LoRA adapter",
    load: async () => (await import("./finetune.ts")).finetuneVerb,
  },
  plan: {
    about: "predict memory per device, step time and days of a recipe on a cluster, and what to shard",
    load: async () => (await import("./plan.ts")).planVerb,
  },
  experiment: {
    about: "ask a question of the paper again, of a mini model with several seeds; without a name: list them",
    load: async () => (await import("./experiment.ts")).experimentVerb,
  },
  eval: {
    about: "score a model on held-out generated pictures, or (eval run) on the paper's benchmarks and your own",
    load: async () => (await import("./eval.ts")).evalVerb,
  },
  parity: {
    about: "compare with recorded results of the reference code: pictures, every layer, gradients, generated ids",
    load: async () => (await import("./parity.ts")).parityVerb,
  },
  doctor: {
    about: "show what this machine can run programs on, and what to install for the rest",
    load: async () => (await import("./doctor.ts")).doctorVerb,
  },
};

/** Runs the command with the arguments behind its name; sets `process.exitCode`. */
export async function main(args: readonly string[]): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", leaveOnClosedPipe);
  process.on("uncaughtException", (error) => {
    fail(error);
    process.exit();
  });
  try {
    const program = await createProgram(args);
    if (args.length === 0) program.outputHelp();
    else await program.parseAsync([...args], { from: "user" });
  } catch (error) {
    fail(error);
  }
}

/** The program with the verb that is called in full, and the others by their names. */
export async function createProgram(args: readonly string[]): Promise<Command> {
  const program = new Command("periscope")
    .description("DeepSeek-VL in TypeScript: talk to a model about images, train one, compare it with the reference")
    .version(packageVersion(), "--version", "print the version")
    .helpOption("-h, --help", "print this help, or that of a verb")
    .addHelpText("after", '\nExample:\n  $ periscope chat --image examples/word.png "What does it say?"')
    .enablePositionalOptions() // what stands behind a verb's verb is that one's
    .exitOverride();
  const called = args[0] === "help" ? args[1] : args[0];
  for (const [name, { about, load }] of Object.entries(verbs)) {
    if (name === called) (await load())(program);
    else program.command(name).description(about);
  }
  return program;
}

function leaveOnClosedPipe(error: NodeJS.ErrnoException): void {
  // Whoever read the output has had enough; `periscope ... | head -1` is no error.
  if (error.code === "EPIPE") process.exit();
  throw error;
}

function fail(error: unknown): void {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2; // it has spoken for itself
    return;
  }
  process.exitCode = 1;
  if (process.env.PERISCOPE_DEBUG) {
    console.error(error);
    return;
  }
  const message = printable(error instanceof Error ? error.message : String(error));
  if (error instanceof UserError) {
    console.error(`error: ${message}`);
    return;
  }
  const short = message.split("\n", 1)[0]!.replace(/\.$/, "");
  console.error(`error: something went wrong inside Periscope (${short}); PERISCOPE_DEBUG=1 shows where`);
}
