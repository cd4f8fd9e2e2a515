import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { removeLeftovers } from "./folder.ts";
import { s3Storage } from "./s3.ts";
import { openStorage, type Storage, StorageError } from "./storage.ts";

const root = mkdtempSync(join(tmpdir(), "periscope-storage-"));
afterAll(() => rmSync(root, { recursive: true }));

interface S3rver {
  run(): Promise<{ address: string; port: number }>;
  close(): Promise<void>;
}

let server: S3rver;
const variables = ["AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] as const;
const before = variables.map((name) => process.env[name]);
beforeAll(async () => {
  const S3rver = createRequire(import.meta.url)("s3rver") as new (options: object) => S3rver;
  server = new S3rver({
    ...{ port: 0, address: "127.0.0.1", silent: true, directory: join(root, "s3") },
    configureBuckets: [{ name: "shards", configs: [] }],
  });
  const { port } = await server.run();
  const values = [`http://127.0.0.1:${port}`, "S3RVER", "S3RVER"];
  for (const [i, name] of variables.entries()) process.env[name] = values[i];
});
afterAll(async () => {
  await server.close();
  for (const [i, name] of variables.entries()) {
    if (before[i] === undefined) delete process.env[name];
    else process.env[name] = before[i];
  }
});

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("utf8");
const bytes = (value: string) => Buffer.from(value);

describe.each([
  ["a folder", () => join(root, "folder")],
  ["S3", () => "s3://shards/some/prefix"],
])("storage in %s", (_, where) => {
  let storage: Storage;
  beforeAll(async () => {
    storage = await openStorage(where());
  });

  test("is empty before something is put into it", async () => {
    expect(await storage.list()).toEqual([]);
    expect(await storage.head("a.tar")).toBeUndefined();
    await expect(storage.get("a.tar")).rejects.toThrow(`there is no a.tar in ${where()}`);
  });

  test("gives back what was put, in whole, in part and in pieces", async () => {
    await storage.put("a.tar", [bytes("shard "), bytes("number "), bytes("one")]);
    expect(text(await storage.get("a.tar"))).toBe("shard number one");
    expect(text(await storage.getRange("a.tar", 6, 12))).toBe("number");
    expect(await storage.getRange("a.tar", 3, 3)).toHaveLength(0);
    expect(await storage.head("a.tar")).toEqual({ bytes: 16 });
    const pieces: Uint8Array[] = [];
    for await (const piece of storage.read("a.tar", 6)) pieces.push(piece);
    expect(text(Buffer.concat(pieces))).toBe("number one");
  });

  test("takes a file's content, and parts of it where it is large", async () => {
    const path = join(root, "large");
    const content = Buffer.alloc(12 * 2 ** 20 + 17, "abcdefghijk"); // S3 takes no parts below 5 MiB but the last
    writeFileSync(path, content);
    const parts = where().startsWith("s3") ? s3Storage(where(), {}, 5 * 2 ** 20) : storage;
    await parts.putFile("large.parquet", path);
    expect(Buffer.from(await storage.get("large.parquet")).equals(content)).toBe(true);
    await storage.remove("large.parquet");
  });

  test("replaces, lists by prefix in order, and takes away", async () => {
    await storage.put("b/2.json", bytes("two"));
    await storage.put("b/1.json", bytes("one"));
    await storage.put("a.tar", bytes("new"));
    expect(await storage.list()).toEqual([
      { key: "a.tar", bytes: 3 },
      { key: "b/1.json", bytes: 3 },
      { key: "b/2.json", bytes: 3 },
    ]);
    expect((await storage.list("b/2")).map(({ key }) => key)).toEqual(["b/2.json"]);
    await storage.remove("b/1.json");
    await storage.remove("b/1.json");
    expect((await storage.list("b/")).map(({ key }) => key)).toEqual(["b/2.json"]);
  });
});

test("a folder shows nothing of an object that could not be written whole", async () => {
  const folder = join(root, "full");
  const storage = await openStorage(folder);
  await storage.put("kept.tar", bytes("kept"));
  const chunks = [bytes("begin"), bytes("middle"), bytes("end")];
  // the second chunk fails when the first is in the file already, as on a full disk
  const failures = [Object.assign(new Error("no space left on device"), { code: "ENOSPC" })];
  Object.defineProperty(chunks, 1, {
    get() {
      for (const error of failures.splice(0)) throw error;
      return bytes("middle");
    },
  });
  await expect(storage.put("kept.tar", chunks)).rejects.toThrow(
    /the disk of .*full.* is full: kept.tar .* not written/,
  );
  expect(readdirSync(folder)).toEqual(["kept.tar"]);
  expect(text(await storage.get("kept.tar"))).toBe("kept");
});

test("what a process that is gone has left is taken away, what a running one writes is not", async () => {
  const folder = join(root, "left");
  const storage = await openStorage(folder);
  await storage.put("a.tar", bytes("a"));
  const host = hostname().replaceAll(/[^A-Za-z0-9-]/g, "-");
  const names = [
    `.b.tar.${host}.999999999.0.partial`,
    `.b.tar.${host}.${process.pid}.0.partial`,
    `.b.tar.elsewhere.1.0.partial`,
  ];
  for (const name of names) writeFileSync(join(folder, name), "half");
  await removeLeftovers(folder);
  expect(names.map((name) => existsSync(join(folder, name)))).toEqual([false, true, true]);
  expect(await storage.list()).toEqual([{ key: "a.tar", bytes: 1 }]);
});

test("places that are none are refused in a sentence", async () => {
  await expect(openStorage("gs://bucket/x")).rejects.toThrow('data cannot be kept in "gs://bucket/x"');
  await expect(openStorage("s3://")).rejects.toThrow("names no bucket");
  const storage = await openStorage(join(root, "folder"));
  await expect(storage.get("../outside")).rejects.toThrow('"../outside" is not the name of an object');
  const nowhere = await openStorage("s3://nobody/x");
  await expect(nowhere.list()).rejects.toThrow("s3://nobody/x: there is no such bucket");
});

describe("a bucket says in a sentence", () => {
  const credentials = { accessKeyId: "me", secretAccessKey: "secret" };

  test("that there are no credentials", async () => {
    const none = Object.assign(new Error("Could not load credentials from any providers"), {
      name: "CredentialsProviderError",
    });
    const storage = s3Storage("s3://shards/x", { credentials: () => Promise.reject(none) });
    for (const asked of [() => storage.head("a"), () => storage.put("a", bytes("a")), () => storage.list()]) {
      await expect(asked()).rejects.toThrow(/^s3:\/\/shards\/x: there are no credentials .* AWS_PROFILE$/);
      await expect(asked()).rejects.toBeInstanceOf(StorageError);
    }
  });

  test("that it refuses, and that it was cut off", async () => {
    const answers = createServer((request, response) => {
      if (request.method === "HEAD") return void response.writeHead(403).end();
      response.writeHead(200, { "content-length": "100" });
      response.write("half", () => response.destroy());
    });
    await new Promise<void>((resolve) => answers.listen(0, "127.0.0.1", resolve));
    const endpoint = `http://127.0.0.1:${(answers.address() as AddressInfo).port}`;
    const storage = s3Storage("s3://shards/x", { endpoint, forcePathStyle: true, credentials });
    try {
      await expect(storage.head("a")).rejects.toThrow(/^s3:\/\/shards\/x refuses .*these credentials/);
      await expect(storage.get("a")).rejects.toThrow("s3://shards/x did not do what was asked: ");
    } finally {
      answers.close();
    }
  });
});

test("a folder that is a file, or below one, is the storage's fault", async () => {
  const path = join(root, "file");
  writeFileSync(path, "mine");
  for (const where of [path, join(path, "below")]) {
    const put = (await openStorage(where)).put("a.tar", bytes("a"));
    await expect(put).rejects.toThrow(`${path} is a file, expected a folder`);
    await expect(put).rejects.toBeInstanceOf(StorageError);
  }
  mkdirSync(join(root, "folder", "taken"), { recursive: true });
  const taken = (await openStorage(join(root, "folder"))).put("taken", bytes("a"));
  await expect(taken).rejects.toThrow(/taken cannot be written: EISDIR/);
  await expect(taken).rejects.toBeInstanceOf(StorageError);
});
