/** What deploy/ holds: the balancer with two replicas of which one dies, and manifests against their schemas. */
import { type ChildProcess, fork, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { z } from "zod";
import { writeTinyModel } from "../src/chat/testing/tiny-model.ts";

const deploy = new URL("../deploy/", import.meta.url).pathname;
const root = new URL("..", import.meta.url).pathname;

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
}

test("Kubernetes manifests fit the schemas of their kinds", async () => {
  const found: string[] = [];
  for (const file of await readdir(join(deploy, "kubernetes"))) {
    for (const document of parseAllDocuments(await readFile(join(deploy, "kubernetes", file), "utf8"))) {
      const manifest = document.toJS() as Manifest;
      found.push(manifest.kind);
      await validate(manifest);
      // A field that there is not is none the check looks at: then nonsense in its place would pass.
      for (const path of paths(manifest)) {
        await expect(validate(withNonsense(manifest, path)), path.join(".")).rejects.toThrow();
      }
    }
  }
  expect(found.sort()).toEqual(["Deployment", "HorizontalPodAutoscaler", "PodDisruptionBudget", "Service"]);
});

/** The places of all fields. */
function paths(value: unknown): string[][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [[key], ...paths(inner).map((path) => [key, ...path])]);
}

function withNonsense<T>(manifest: T, path: readonly string[]): T {
  const copy = structuredClone(manifest);
  let place = copy as Record<string, unknown>;
  for (const key of path.slice(0, -1)) place = place[key] as Record<string, unknown>;
  place[path.at(-1)!] = [[[0]]];
  return copy;
}

interface Validated {
  validate(): void;
}

const groups: Readonly<Record<string, () => Promise<object>>> = {
  v1: () => import("kubernetes-models/v1"),
  "apps/v1": () => import("kubernetes-models/apps/v1"),
  "autoscaling/v2": () => import("kubernetes-models/autoscaling/v2"),
  "policy/v1": () => import("kubernetes-models/policy/v1"),
};

/** Throws unless the manifest fits the published schema of its kind. */
async function validate(manifest: Manifest): Promise<void> {
  const { apiVersion, kind } = manifest;
  const models = (await groups[apiVersion]!()) as unknown as Record<string, new (data: unknown) => Validated>;
  new models[kind]!(manifest).validate();
}

test("the compose file starts one confined server on the loopback", async () => {
  const service = z.strictObject({
    build: z.strictObject({ context: z.literal(".."), dockerfile: z.literal("deploy/Dockerfile") }),
    image: z.string(),
    command: z.array(z.string()),
    ports: z.array(z.string().startsWith("127.0.0.1:")),
    secrets: z.array(z.string()),
    volumes: z.array(z.string()),
    restart: z.literal("unless-stopped"),
    stop_grace_period: z.string(),
    read_only: z.literal(true),
    tmpfs: z.array(z.string()),
    cap_drop: z.tuple([z.literal("ALL")]),
    security_opt: z.tuple([z.literal("no-new-privileges:true")]),
    deploy: z.object({ resources: z.object({ limits: z.object({ memory: z.string() }) }) }),
  });
  const compose = z.strictObject({
    services: z.strictObject({ periscope: service }),
    volumes: z.object({ models: z.object({}) }),
    secrets: z.object({ "api-keys": z.object({ file: z.string() }) }),
  });
  compose.parse(parse(await readFile(join(deploy, "compose.yaml"), "utf8")));
  // what the image is built by is there, and flags in it are flags of the command
  const dockerfile = await readFile(join(deploy, "Dockerfile"), "utf8");
  expect(dockerfile).toContain("USER node");
  const { serveVerb } = await import("../src/cli/serve.ts");
  const { Command } = await import("commander");
  const program = new Command();
  serveVerb(program);
  const known = program.commands[0]!.options.map(({ long }) => long);
  const manifests = await readFile(join(deploy, "kubernetes", "periscope.yaml"), "utf8");
  for (const [flag] of `${dockerfile.split("ENTRYPOINT")[1]} ${/args:.*/.exec(manifests)![0]}`.matchAll(/--[a-z-]+/g)) {
    expect(known).toContain(flag);
  }
});

test("the image is built from files that a clone has and that are not kept out, by scripts and a command that there are", async () => {
  const dockerfile = await readFile(join(deploy, "Dockerfile"), "utf8");
  const steps = dockerfile.replaceAll("\\\n", " ").split("\n");
  const words = (verb: string) =>
    steps.filter((step) => step.startsWith(`${verb} `)).map((step) => step.split(/\s+/).slice(1));
  const { scripts, bin, files } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
    bin: Record<string, string>;
    files: string[];
  };
  for (const [, script] of dockerfile.matchAll(/npm run ([\w:]+)/g)) expect(Object.keys(scripts)).toContain(script);
  expect(Object.keys(bin)).toContain((JSON.parse(/^ENTRYPOINT (.*)$/m.exec(dockerfile)![1]!) as string[])[0]);

  // sources of the first stage come from the clone, of the second from what the first has packed
  const [fromClone, ...fromStages] = words("COPY");
  expect(fromClone).toEqual([".", "."]);
  const packed = /npm pack --pack-destination (\S+)/.exec(dockerfile)![1]!;
  for (const [stage, source] of fromStages) {
    expect(stage).toBe("--from=build");
    expect(source).toBe(`${packed}/*.tgz`);
  }
  const keptOut = (await readFile(join(root, ".dockerignore"), "utf8")).trim().split("\n");
  expect(keptOut).toEqual(expect.arrayContaining([".git", "node_modules", "dist", "deploy/api-keys.txt"]));
  for (const line of keptOut) expect(line, "a plain path, which this test can follow").toMatch(/^[\w./-]+$/);
  const built = ["package.json", "package-lock.json", ".npmrc", "tsconfig.json", "tsconfig.build.json"];
  const needed = [
    ...built,
    "src",
    "recipes",
    "experiments",
    "web",
    "scripts",
    ...files.filter((name) => !/^!|^dist$/.test(name)),
  ];
  for (const name of needed) {
    expect(existsSync(join(root, name)), name).toBe(true);
    expect(keptOut, name).not.toContain(name);
  }
});

test.skipIf(!existsSync("/usr/sbin/haproxy"))(
  "of two replicas one dies under load: only answers that it had begun are lost",
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "periscope-replicas-"));
    const processes: ChildProcess[] = [];
    try {
      const model = join(folder, "tiny");
      await writeTinyModel(model, { files: { "generation_config.json": { eos_token_id: 303 } } });
      const replicas = await Promise.all([startReplica(model, processes), startReplica(model, processes)]);
      const [listen, status] = await Promise.all([freePort(), freePort()]);
      const [first, second] = replicas.map(({ url }) => new URL(url).host);
      const env = {
        LISTEN: `127.0.0.1:${listen}`,
        STATUS: `127.0.0.1:${status}`,
        REPLICA_1: first!,
        REPLICA_2: second!,
      };
      const haproxy = spawn("/usr/sbin/haproxy", ["-db", "-f", join(deploy, "haproxy.cfg")], {
        env: { ...process.env, ...env },
        stdio: ["ignore", "ignore", "pipe"],
      });
      processes.push(haproxy);
      const url = `http://127.0.0.1:${listen}`;
      await up(`${url}/ready`);

      const outcomes = { whole: 0, cut: 0, refused: 0 };
      let asked = 0;
      let killed = false;
      const clients = Array.from({ length: 8 }, async () => {
        while (asked < 48) {
          const n = asked++;
          if (n === 18) {
            killed = true;
            replicas[0]!.process.kill("SIGKILL");
          }
          outcomes[await askOnce(url, n)]++;
        }
      });
      await Promise.all(clients);
      expect(killed).toBe(true);
      expect(outcomes.refused).toBe(0);
      // the dead replica was giving at most its share of eight clients' answers
      expect(outcomes.cut).toBeLessThanOrEqual(8);
      expect(outcomes.whole).toBe(48 - outcomes.cut);
      const metrics = await (await fetch(`http://127.0.0.1:${status}/metrics`)).text();
      expect(metrics).toMatch(/haproxy_server_status\{proxy="replicas",server="replica1",state="DOWN"\} 1/);
      expect(metrics).toMatch(/haproxy_server_status\{proxy="replicas",server="replica2",state="UP"\} 1/);
    } finally {
      for (const child of processes) child.kill("SIGKILL");
      await rm(folder, { recursive: true });
    }
  },
);

async function startReplica(model: string, processes: ChildProcess[]) {
  const entry = join(root, "src/serve/testing/replica.ts");
  const child = fork(entry, [model], { execArgv: ["--import", "tsx"], stdio: ["ignore", "pipe", "inherit", "ipc"] });
  processes.push(child);
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout!.once("data", (text: Buffer) => resolve(text.toString().trim()));
    child.once("exit", (code) => reject(new Error(`the replica ended with code ${code}`)));
  });
  return { process: child, url };
}

/** `cut`: a stream that had begun broke off; `refused`: anything else but an answer. */
async function askOnce(url: string, n: number): Promise<"whole" | "cut" | "refused"> {
  let begun = false;
  try {
    const response = await fetch(`${url}/v1/chat/completions`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ messages: [{ role: "user", content: `Question ${n}` }], max_tokens: 12, stream: true }),
    });
    if (response.status !== 200) return "refused";
    begun = true;
    return (await response.text()).endsWith("data: [DONE]\n\n") ? "whole" : "cut";
  } catch {
    return begun ? "cut" : "refused";
  }
}

async function up(url: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} does not answer`);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
