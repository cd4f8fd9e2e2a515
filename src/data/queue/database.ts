/**
 * The database behind a build on several machines: pg-boss hands out the pieces of work, and two tables beside it say what is
 * to be built and what is done. How pieces are made is not known here.
 */
import { createHash } from "node:crypto";
import { Pool, type PoolClient } from "pg";
import { type ConnectionOptions, PgBoss } from "pg-boss";
import { UserError } from "../../runtime/errors.ts";
import { checkAddress, shownAddress } from "./address.ts";

export const queueName = "periscope-data";

/**
 * What a job carries. The recipe stands in the build's row. The number behind the last piece is bringing the pieces together
 * (`finishJob`), so that this, too, is taken over where a worker dies of it.
 */
export interface PieceJob {
  readonly build: string;
  readonly piece: number;
}

/** What lets pg-boss take part in a transaction. */
export type TransactionDatabase = NonNullable<ConnectionOptions["db"]>;

export interface QueueDatabase {
  readonly boss: PgBoss;
  readonly pool: Pool;
  /** Runs statements in one transaction; what throws rolls it back. `db` lets pg-boss take part in it. */
  transaction<T>(work: (client: PoolClient, db: TransactionDatabase) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const tables = `
CREATE TABLE IF NOT EXISTS periscope_build (
  id text PRIMARY KEY,
  recipe_hash text NOT NULL,
  out text NOT NULL,
  recipe jsonb NOT NULL,
  pieces integer NOT NULL,
  created timestamptz NOT NULL DEFAULT now(),
  finished timestamptz
);
-- one row a piece that is done: the primary key alone would refuse a second one
CREATE TABLE IF NOT EXISTS periscope_piece (
  build text NOT NULL REFERENCES periscope_build (id) ON DELETE CASCADE,
  piece integer NOT NULL,
  result jsonb NOT NULL,
  worker text NOT NULL,
  attempt integer NOT NULL,
  committed timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (build, piece)
);`;

/** Whoever prepares the tables first keeps the others waiting: creating them side by side fails. */
const preparing = 4712009;

/** Connects and prepares the database. `supervise` takes part in returning jobs whose worker fell silent. */
export async function openQueue(url: string, { supervise }: { readonly supervise: boolean }): Promise<QueueDatabase> {
  checkAddress(url, "the queue");
  const pool = new Pool({ connectionString: url, max: 6 });
  pool.on("error", () => {}); // an idle connection was lost; the next query opens another and tells what is wrong
  const boss = new PgBoss({
    connectionString: url,
    max: 4,
    supervise,
    schedule: false,
    // the smallest that is useful: a job comes back within its heartbeat and about twice this
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
  });
  boss.on("error", () => {}); // told by the calls that fail
  const transaction: QueueDatabase["transaction"] = async (work) => {
    const client = await pool.connect();
    const broken = () => {}; // between two statements; the next one tells
    client.on("error", broken);
    try {
      await client.query("BEGIN");
      const result = await work(client, {
        executeSql: (text: string, values?: unknown[]) => client.query(text, values),
      });
      await client.query("COMMIT");
      return result;
    } catch (error) {
      await client.query("ROLLBACK").catch(() => {});
      throw error;
    } finally {
      client.off("error", broken);
      client.release();
    }
  };
  try {
    await boss.start();
    await transaction(async (client) => {
      await client.query("SELECT pg_advisory_xact_lock($1)", [preparing]);
      await client.query(tables);
    });
    await boss.createQueue(queueName, { retentionSeconds: 365 * 86_400 });
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => {});
    await pool.end();
    throw asSentence(error, url);
  }
  return {
    boss,
    pool,
    transaction,
    async close() {
      await boss.stop({ graceful: false });
      await pool.end();
    },
  };
}

/** The identifier of a piece's job: the same piece cannot be queued twice. */
export function jobId(build: string, piece: number): string {
  const hex = createHash("sha256").update(`${build} ${piece}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** How many jobs a command of pg-boss took effect on; its types leave that out. */
export function affected(response: unknown): number {
  return (response as { readonly affected: number }).affected;
}

/** Jobs that somebody has to do, or does. */
export const liveStates = "('created', 'retry', 'active')";

/** Workers that die over the same piece until it is given up. */
const retries = 5;
/** The longest that one piece may take, heartbeats or not. */
const longestSeconds = 6 * 3600;
/** Bringing a hundred million samples together holds up a worker's heartbeats for minutes. */
const finishHeartbeatSeconds = 900;

/** A job of pg-boss for a piece. */
export function pieceJob(build: string, piece: number, heartbeatSeconds: number) {
  return {
    id: jobId(build, piece),
    data: { build, piece } satisfies PieceJob,
    heartbeatSeconds,
    retryLimit: retries,
    retryDelay: 0,
    expireInSeconds: longestSeconds,
  };
}

/** The job behind the last piece: all pieces are there and are brought together. */
export function finishJob(build: string, pieces: number) {
  return pieceJob(build, pieces, finishHeartbeatSeconds);
}

const unreachable = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH"];
const refusals = ["28P01", "28000", "3D000", "42501"];

/** Whether the database is away, for now at least: not reached, cut off, shutting down, starting, or full of connections. */
export function isAway(error: unknown): boolean {
  const { code = "", message = "" } = error as NodeJS.ErrnoException;
  if (error instanceof UserError) return false;
  return (
    [...unreachable, "ECONNRESET", "EPIPE", "53300"].includes(code) ||
    /^(?:08|57P)/.test(code) ||
    /connection terminated|timeout exceeded when trying to connect|connection error and is not queryable/i.test(message)
  );
}

/** What is wrong with the database, for people. */
export function asSentence(error: unknown, url: string): Error {
  const { code = "", message } = error as NodeJS.ErrnoException;
  const where = shownAddress(url);
  const cause = { cause: error };
  if (error instanceof UserError) return error;
  if (unreachable.includes(code)) return new UserError(`no PostgreSQL answers at ${where} (${code})`, cause);
  if (refusals.includes(code)) return new UserError(`${where} refuses: ${message}`, cause);
  if (isAway(error)) return new UserError(`the connection to PostgreSQL at ${where} was lost (${message})`, cause);
  return new UserError(`${where} cannot be used as a queue: ${message}`, cause);
}
