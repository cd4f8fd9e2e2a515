/**
 * Storage in an S3 bucket, by the AWS SDK: region, endpoint and credentials come from its usual environment variables and
 * files (`AWS_ENDPOINT_URL`, `AWS_ACCESS_KEY_ID`, `AWS_PROFILE`, ...).
 */
import { open, readFile, stat } from "node:fs/promises";
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { UserError } from "../../runtime/errors.ts";
import { noSuchObject, type ObjectEntry, type Storage, StorageError } from "./storage.ts";

/** A file larger than this is sent in parts of this size, or in larger ones so that they are not too many. */
const defaultPartBytes = 64 * 2 ** 20;
const mostParts = 10_000; // S3's own limit

/** The storage below `s3://bucket/prefix`. */
export function s3Storage(where: string, config: S3ClientConfig = {}, partBytes = defaultPartBytes): Storage {
  const [, bucket, path = ""] = /^s3:\/\/([^/]+)(?:\/(.*))?$/.exec(where) ?? [];
  if (!bucket) throw new UserError(`"${where}" names no bucket: expected s3://bucket/prefix`);
  const prefix = path === "" || path.endsWith("/") ? path : `${path}/`;
  const endpoint = process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL;
  const client = new S3Client({
    region: process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? "us-east-1",
    forcePathStyle: endpoint !== undefined, // servers of one's own seldom have a host name for each bucket
    ...config,
  });
  const at = (key: string) => ({ Bucket: bucket, Key: prefix + key });
  const body = async (key: string, range?: string) => {
    try {
      return (await client.send(new GetObjectCommand({ ...at(key), Range: range }))).Body!;
    } catch (error) {
      if (isMissing(error)) throw noSuchObject(key, where);
      throw asSentence(error, where);
    }
  };
  const bytesOf = async (key: string, range?: string) => {
    const stream = await body(key, range);
    return stream.transformToByteArray().catch((error: unknown) => {
      throw asSentence(error, where); // cut off on the way
    });
  };
  return {
    where,
    async put(key, chunks) {
      // one request, one object: a reader can never meet half of it
      const bytes = chunks instanceof Uint8Array ? chunks : Buffer.concat(chunks);
      await client
        .send(new PutObjectCommand({ ...at(key), Body: bytes, ContentLength: bytes.length }))
        .catch((error) => {
          throw asSentence(error, where);
        });
    },
    async putFile(key, path) {
      const { size } = await stat(path);
      if (size <= partBytes) return this.put(key, await readFile(path));
      // in parts, of which readers see nothing until the last one is there
      const { UploadId } = await client.send(new CreateMultipartUploadCommand(at(key))).catch((error) => {
        throw asSentence(error, where);
      });
      const file = await open(path);
      try {
        const Parts: CompletedPart[] = [];
        const bytesOfPart = Math.max(partBytes, Math.ceil(size / mostParts));
        for (let start = 0; start < size; start += bytesOfPart) {
          const PartNumber = Parts.length + 1;
          // whole in memory: the checksums of streams are more than some servers understand
          const Body = Buffer.alloc(Math.min(bytesOfPart, size - start));
          for (let read = 0; read < Body.length; ) {
            const { bytesRead } = await file.read(Body, read, Body.length - read, start + read);
            if (bytesRead === 0) throw new Error(`${path} has become shorter`);
            read += bytesRead;
          }
          const part = { ...at(key), UploadId, PartNumber, Body };
          Parts.push({ PartNumber, ETag: (await client.send(new UploadPartCommand(part))).ETag });
        }
        await client.send(new CompleteMultipartUploadCommand({ ...at(key), UploadId, MultipartUpload: { Parts } }));
      } catch (error) {
        await client.send(new AbortMultipartUploadCommand({ ...at(key), UploadId })).catch(() => {});
        throw asSentence(error, where);
      } finally {
        await file.close();
      }
    },
    get: (key) => bytesOf(key),
    async getRange(key, start, end) {
      if (end <= start) return new Uint8Array(0);
      return bytesOf(key, `bytes=${start}-${end - 1}`);
    },
    async *read(key, start = 0) {
      yield* (await body(key, start === 0 ? undefined : `bytes=${start}-`)) as AsyncIterable<Uint8Array>;
    },
    async list(below = "") {
      const found: ObjectEntry[] = [];
      let token: string | undefined;
      do {
        const page = await client
          .send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix + below, ContinuationToken: token }))
          .catch((error) => {
            throw asSentence(error, where);
          });
        for (const { Key, Size } of page.Contents ?? []) {
          if (Key !== undefined) found.push({ key: Key.slice(prefix.length), bytes: Size ?? 0 });
        }
        token = page.IsTruncated ? page.NextContinuationToken : undefined;
      } while (token !== undefined);
      return found.sort((a, b) => (a.key < b.key ? -1 : 1));
    },
    async head(key) {
      try {
        return { bytes: (await client.send(new HeadObjectCommand(at(key)))).ContentLength ?? 0 };
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw asSentence(error, where);
      }
    },
    async remove(key) {
      await client.send(new DeleteObjectCommand(at(key))).catch((error) => {
        throw asSentence(error, where);
      });
    },
  };
}

function isMissing(error: unknown): boolean {
  const { name } = error as Error;
  return name === "NoSuchKey" || name === "NotFound";
}

function asSentence(error: unknown, where: string): Error {
  const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
  if (name === "NoSuchBucket") return new StorageError(`${where}: there is no such bucket`);
  if (name === "CredentialsProviderError") {
    return new StorageError(
      `${where}: there are no credentials (${message}): expected AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE`,
    );
  }
  // the answer to a HEAD has no text that would say more
  if ($metadata?.httpStatusCode === 403) {
    return new StorageError(`${where} refuses (${name}): these credentials are not known there, or may not do this`);
  }
  return new StorageError(`${where} did not do what was asked: ${message || name}`);
}
