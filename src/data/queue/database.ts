/**
 * The database behind a build on several machines: pg-boss hands out the pieces of work, and two tables beside it say what is
 * to be built and what is done. How pieces are made is not known here.
 */
import { createHash } from "node:crypto";
import { Pool, type PoolClient } from "pg";
import { type ConnectionOptions, PgBoss } from "pg-boss";
import { UserError } from "../../runtime/errors.ts";

export const queueName = "periscope-data";

/** What a job carries. The recipe stands in the build's row. */
export interface PieceJob {
  readonly build: string;
  readonly piece: number;
}

/** What lets pg-boss take part in a transaction. */
type TransactionDatabase = NonNullable<ConnectionOptions["db"]>;

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
  if (!/^postgres(?:ql)?:\/\//.test(url)) {
    throw new UserError(`the queue is "${url}", expected an address like postgres://user@host:5432/database`);
  }
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
    throw asSentence(error as NodeJS.ErrnoException, url);
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

function asSentence(error: NodeJS.ErrnoException, url: string): Error {
  const where = url.replace(/\/\/[^@/]*@/, "//"); // without name and password
  if (error.code === "ECONNREFUSED" || error.code === "ENOTFOUND" || error.code === "ETIMEDOUT") {
    return new UserError(`no PostgreSQL answers at ${where} (${error.code})`);
  }
  if (error.code === "28P01" || error.code === "28000" || error.code === "3D000" || error.code === "42501") {
    return new UserError(`${where} refuses: ${error.message}`);
  }
  return error;
}
