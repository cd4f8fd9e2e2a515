/** `periscope serve`: models behind OpenAI's API on this machine, until it is told to stop. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { embeddedName } from "../checkpoint/embedded.ts";
import { resolveModel } from "../checkpoint/hub.ts";
import { quantizedCopy } from "../checkpoint/quantize.ts";
import { UserError } from "../runtime/errors.ts";
import type { NativeDevice } from "../runtime/native.ts";
import type { AssetMount } from "../serve/assets.ts";
import type { ServedModel, ServeOptions, Server } from "../serve/index.ts";
import { ensurePage, hasDesktop, openBrowser } from "./page.ts";
import { browserAssets } from "./page-models.ts";
import { transferLine } from "./transfer-line.ts";

interface ServeFlags {
  readonly model: readonly string[];
  readonly host: string;
  readonly port: number;
  readonly device: NativeDevice;
  readonly quantize?: "4" | "8";
  readonly threads?: number;
  readonly rows: number;
  readonly queue: number;
  readonly cacheMemory?: number;
  readonly apiKey: readonly string[];
  readonly apiKeyFile?: string;
  readonly publicMetrics?: boolean;
  readonly allowRemoteImages?: boolean;
  readonly remoteHost: readonly string[];
  readonly remoteHttp?: boolean;
  readonly allowedHost: readonly string[];
  readonly allowedOrigin: readonly string[];
  readonly maxBody: number;
  readonly maxImage: number;
  readonly maxImages: number;
  readonly page: boolean;
  readonly open?: boolean;
  readonly guide?: boolean;
  readonly logRequests?: boolean;
  readonly logContents?: boolean;
  readonly grace: number;
  readonly offline?: boolean;
  readonly json?: boolean;
}

const mebibyte = 2 ** 20;

export function serveVerb(program: Command): void {
  program
    .command("serve")
    .description("serve models by OpenAI's API: chat completions with images, streamed or whole")
    .option(
      "-m, --model <folder or id>",
      "checkpoint folder or hub id; NAME=FOLDER names it; may be repeated",
      collect,
      [],
    )
    .option("--host <address>", "address to listen on; 0.0.0.0 for all of this machine's", "127.0.0.1")
    .option("-p, --port <n>", "port to listen on, 0 for any free one", atLeast(0, 65_535), 8000)
    .addOption(new Option("--device <name>", "where to compute").choices(["cpu", "webgpu", "cuda"]).default("cpu"))
    .addOption(
      new Option("--quantize <bits>", "run float weights with 4 or 8 bits, from a cached copy").choices(["4", "8"]),
    )
    .option("--threads <n>", "threads inside an operator (default: all cores)", atLeast(1))
    .option("--rows <n>", "answers that run together", atLeast(1), 8)
    .option("--queue <n>", "requests that may wait beside them; more get status 429", atLeast(0), 64)
    .option(
      "--cache-memory <MiB>",
      "memory for keys and values (default: a quarter of the machine's, at most 8192)",
      atLeast(1),
    )
    .option(
      "--api-key <key>",
      "ask clients for this key; may be repeated (a file shows less to other users)",
      collect,
      [],
    )
    .option("--api-key-file <path>", "ask clients for one of the keys in this file, one a line")
    .option("--public-metrics", "tell /metrics without a key: to a scraper that has none")
    .option("--allow-remote-images", "fetch https: images from public hosts")
    .option(
      "--remote-host <name>",
      "fetch images from this host only, *.name for those below it; may be repeated",
      collect,
      [],
    )
    .option("--remote-http", "fetch http: images as well")
    .option("--allowed-host <name>", "answer under this host name too; may be repeated", collect, [])
    .option("--allowed-origin <origin>", "let pages of this origin ask from a browser; may be repeated", collect, [])
    .option("--max-body <MiB>", "largest request", atLeast(1), 32)
    .option("--max-image <MiB>", "largest image file", atLeast(1), 16)
    .option("--max-images <n>", "most images in a request", atLeast(0), 16)
    .option("--no-page", "the API alone, without the page")
    .option("--open", "show the page in a browser, where there is a desktop")
    .addOption(new Option("--guide", "say what to do next, in sentences for people").hideHelp())
    .option("--log-requests", "write a line for each request")
    .option("--log-contents", "write prompts as well; images among them")
    .option("--grace <seconds>", "how long answers under way may go on after a signal to stop", atLeast(0), 30)
    .option("--offline", "only look into the hub's cache")
    .option("--json", "print address and models as JSON once the server answers")
    .addHelpText(
      "after",
      [
        "",
        "Examples:",
        "  $ periscope serve",
        "  $ periscope serve --model deepseek-ai/deepseek-vl-1.3b-chat --quantize 4 --port 9000",
        "  $ periscope serve --model small=checkpoints/nano --model large=/models/deepseek-vl-7b-chat",
        "  $ periscope serve --host 0.0.0.0 --api-key-file keys.txt --allow-remote-images",
        "",
        "  $ curl http://127.0.0.1:8000/v1/chat/completions -H 'Content-Type: application/json' \\",
        '      -d \'{"messages": [{"role": "user", "content": "Who are you?"}]}\'',
        "",
        "docs/serving.md describes the API, every limit, and how to run replicas.",
      ].join("\n"),
    )
    .action(run);
}

async function run(flags: ServeFlags): Promise<void> {
  const { serve } = await import("../serve/index.ts"); // heavy, and of no use for a call that is wrong
  const server = await serve(await serveOptions(flags));
  await announce(server, flags);
  await untilStopped(server, flags.grace * 1000);
}

/** What `serve` is asked for, with keys read and models found. */
export async function serveOptions(flags: ServeFlags): Promise<ServeOptions> {
  const { createLog } = await import("../serve/log.ts");
  const { assertKeys } = await import("../serve/auth.ts");
  const apiKeys = [...flags.apiKey, ...(flags.apiKeyFile === undefined ? [] : await readKeys(flags.apiKeyFile))];
  assertKeys(apiKeys); // before models are fetched, which can take an hour
  const models: ServedModel[] = [];
  for (const name of flags.model.length > 0 ? flags.model : [embeddedName]) models.push(await findModel(name, flags));
  const names = new Set(models.map(({ id }) => id));
  if (names.size < models.length) throw new UserError("two models have one name; name them: --model NAME=FOLDER");
  const remote = flags.allowRemoteImages || flags.remoteHost.length > 0 || flags.remoteHttp;
  const hosts = flags.allowedHost.map((name) => name.toLowerCase());
  const { loopbackNames } = await import("../serve/hosts.ts");
  return {
    ...{ models, host: flags.host, port: flags.port, device: flags.device, threads: flags.threads },
    ...{ maxRows: flags.rows, maxQueue: flags.queue, apiKeys, origins: flags.allowedOrigin },
    publicMetrics: flags.publicMetrics,
    maxCacheBytes: flags.cacheMemory === undefined ? undefined : flags.cacheMemory * mebibyte,
    limits: {
      bodyBytes: flags.maxBody * mebibyte,
      imageBytes: flags.maxImage * mebibyte,
      imagesPerRequest: flags.maxImages,
    },
    remoteImages: remote
      ? {
          schemes: flags.remoteHttp ? ["https", "http"] : ["https"],
          hosts: flags.remoteHost.length > 0 ? flags.remoteHost : undefined,
        }
      : undefined,
    hosts: hosts.length > 0 ? [...loopbackNames, ...hosts] : undefined,
    assets: flags.page ? await pageAssets(models) : [],
    log: createLog({
      requests: (flags.logRequests || flags.logContents) ?? false,
      contents: flags.logContents ?? false,
      write: (line) => console.error(line),
    }),
  };
}

/** The page, and what a browser needs that runs one of the models itself. */
export async function pageAssets(models: readonly ServedModel[]): Promise<AssetMount[]> {
  const folders = await ensurePage();
  if (folders === undefined) return [];
  return [{ path: "/", folder: folders.page }, ...(await browserAssets(models, folders.library))];
}

async function findModel(name: string, flags: ServeFlags): Promise<ServedModel> {
  const [, given, place = name] = /^([\w.-]+)=(.+)$/.exec(name) ?? [];
  const line = transferLine();
  try {
    const found = await resolveModel(place, {
      offline: flags.offline,
      onProgress: ({ file, ...state }) => line.show({ label: file, ...state }),
      onWait: line.say,
    });
    const bits = flags.quantize === "4" ? 4 : 8;
    const onProgress = (bytes: number, totalBytes: number) => line.show({ label: "quantising", bytes, totalBytes });
    const making = { bits, onProgress, onWait: line.say } as const;
    const folder = flags.quantize === undefined ? found : await quantizedCopy(found, making);
    return { id: given ?? (existsSync(place) || place === embeddedName ? basename(place) : place), folder };
  } finally {
    line.clear();
  }
}

async function readKeys(path: string): Promise<string[]> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new UserError(`the file of API keys ${path} cannot be read (${error.code})`, { cause: error });
  });
  const keys = text.split("\n").map((line) => line.trim());
  const found = keys.filter((key) => key !== "" && !key.startsWith("#"));
  if (found.length === 0) throw new UserError(`the file of API keys ${path} has no key in it`);
  return found;
}

async function announce(server: Server, flags: ServeFlags): Promise<void> {
  const { json, host, apiKey, apiKeyFile } = flags;
  const models = server.models.map(({ id }) => id);
  if (json) console.log(JSON.stringify({ url: server.url, port: server.port, models }));
  else if (flags.guide) await guide(server, flags, models);
  else {
    console.log(`${models.join(", ")} at ${server.url}/v1; Ctrl-C stops`);
    if (flags.open && hasDesktop()) await openBrowser(`${server.url}/`);
  }
  const open = host !== "127.0.0.1" && host !== "localhost" && host !== "::1";
  if (open && apiKey.length === 0 && apiKeyFile === undefined) {
    console.error(`warning: whoever reaches ${host} may use this server; --api-key-file asks for keys`);
  }
}

/** For whoever typed `npm start`: where the page is, and what to do where no browser shows it. */
async function guide({ url, port }: Server, { open }: ServeFlags, models: readonly string[]): Promise<void> {
  console.log(`The chat page, with ${models.join(" and ")}: ${url}/`);
  if (open && hasDesktop()) await openBrowser(`${url}/`);
  else {
    console.log("Open that address in a browser on this machine.");
    if (!hasDesktop()) {
      console.log(
        `From another machine: ssh -L ${port}:127.0.0.1:${port} USER@THIS-MACHINE, then the same address there.`,
      );
      console.log('In this terminal instead: npm start -- --image examples/word.png "What does it say?"');
      console.log("                      or: npm start -- --interactive");
    }
  }
  console.log(`Programs reach the same models at ${url}/v1 (OpenAI's API). Ctrl-C stops.`);
}

/** Waits for a signal, then for the answers under way; a second signal ends those as well. */
function untilStopped(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => void server.stop(graceMs).then(resolve, reject);
    process.on("SIGINT", stop);
    process.on("SIGTERM", stop);
  });
}

function collect(value: string, previous: readonly string[]): string[] {
  return [...previous, value];
}

const atLeast =
  (least: number, most = Number.POSITIVE_INFINITY) =>
  (text: string) => {
    const value = Number(text);
    if (text.trim() !== "" && Number.isInteger(value) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`expected a whole number from ${least}${most < Infinity ? ` to ${most}` : ""}`);
  };
