/**
 * Votes in a database: PostgreSQL inside this process and a folder (PGlite) unless an address says otherwise; the SQL is the
 * same. A vote is there when the call returns.
 */
import { realpath } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { claimFile } from "../../checkpoint/claim.ts";
import { fileError, makeFolder } from "../../checkpoint/files.ts";
import { checkAddress, shownAddress } from "../../data/queue/address.ts";
import { UserError } from "../../runtime/errors.ts";
import type { Vote } from "./ranking.ts";

interface Database {
  query(sql: string, values?: readonly unknown[]): Promise<{ readonly rows: readonly Record<string, unknown>[] }>;
  close(): Promise<void>;
}

export interface VoteStore {
  /** A voter's second vote on a comparison takes the place of the first. */
  put(vote: Vote): Promise<void>;
  all(): Promise<Vote[]>;
  close(): Promise<void>;
}

const schema = `CREATE TABLE IF NOT EXISTS periscope_vote (
  voter text NOT NULL,
  question text NOT NULL,
  category text NOT NULL,
  model_a text NOT NULL,
  model_b text NOT NULL,
  better text NOT NULL,
  rating_a integer CHECK (rating_a BETWEEN 0 AND 10),
  rating_b integer CHECK (rating_b BETWEEN 0 AND 10),
  voted timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (voter, question, model_a, model_b)
)`;

/** Whoever makes the table keeps the others waiting. */
const preparing = 4712010;

/** Opens the votes of a folder, or those behind `postgres://...`. Throws a `UserError` where that is not possible. */
export async function openVotes(place: string): Promise<VoteStore> {
  const database = /^postgres(ql)?:\/\//.test(place) ? await remote(place) : await embedded(place);
  return {
    async put({ voter, question, category, models, better, ratings }) {
      await database.query(
        `INSERT INTO periscope_vote (voter, question, category, model_a, model_b, better, rating_a, rating_b)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (voter, question, model_a, model_b) DO UPDATE SET
           better = excluded.better, rating_a = excluded.rating_a, rating_b = excluded.rating_b, voted = now()`,
        [voter, question, category, ...models, better, ...ratings],
      );
    },
    async all() {
      const { rows } = await database.query("SELECT * FROM periscope_vote ORDER BY question, voter, model_a, model_b");
      return rows.map(
        (row): Vote => ({
          voter: String(row.voter),
          question: String(row.question),
          category: String(row.category),
          models: [String(row.model_a), String(row.model_b)],
          better: String(row.better),
          ratings: [row.rating_a as number | null, row.rating_b as number | null],
        }),
      );
    },
    close: () => database.close(),
  };
}

/** One process has a folder to itself: PGlite knows of no other, and two would write over each other's votes. */
async function embedded(folder: string): Promise<Database> {
  const { PGlite } = await import("@electric-sql/pglite");
  await makeFolder(dirname(resolve(folder)));
  const path = `${await realOf(folder)}.lock`;
  const claim = await claimFile(path);
  if (!("release" in claim)) {
    throw new UserError(`the votes in ${folder} are open in ${claim.holder}; if that is gone for good, remove ${path}`);
  }
  try {
    const database = await PGlite.create(folder);
    await database.query(schema);
    return {
      query: (sql, values) => database.query<Record<string, unknown>>(sql, values && [...values]),
      close: () => database.close().finally(claim.release),
    };
  } catch (error) {
    await claim.release();
    const known = fileError(error, "open the votes in", folder);
    throw known instanceof UserError
      ? known
      : new UserError(`${folder} holds no votes that can be opened (${known.message})`);
  }
}

/** The same for every way to spell a folder, which need not be there yet. */
async function realOf(folder: string): Promise<string> {
  const path = resolve(folder);
  return realpath(path).catch(async () => join(await realpath(dirname(path)), basename(path)));
}

async function remote(url: string): Promise<Database> {
  checkAddress(url, "the place of the votes");
  const { Pool } = await import("pg");
  const pool = new Pool({ connectionString: url, max: 4 });
  pool.on("error", () => {}); // told by the next query
  try {
    const client = await pool.connect();
    try {
      // two pages that begin at once must not both make the table; the lock goes with the transaction
      await client.query("BEGIN");
      await client.query("SELECT pg_advisory_xact_lock($1)", [preparing]);
      await client.query(schema);
      await client.query("COMMIT");
    } finally {
      client.release(true); // with what it may have left open
    }
  } catch (error) {
    await pool.end();
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UserError(`no votes can be kept at ${shownAddress(url)} (${code ?? message})`);
  }
  return { query: (sql, values) => pool.query(sql, values && [...values]), close: () => pool.end() };
}
