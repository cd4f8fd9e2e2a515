/** How far the builds of a queue are, for a terminal and for a page. */
import { Hono } from "hono";
import { isAway, openQueue, type QueueDatabase, queueName } from "./database.ts";

export interface BuildStatus {
  readonly build: string;
  readonly out: string;
  readonly pieces: number;
  readonly done: number;
  readonly samples: number;
  readonly bytes: number;
  readonly waiting: number;
  readonly active: number;
  /** Pieces that were given up, with what the last worker said. */
  readonly failed: readonly { readonly piece: number; readonly message: string }[];
  /** Samples a second over the last ten minutes. */
  readonly samplesPerSecond: number;
  readonly workers: readonly { readonly worker: string; readonly pieces: number; readonly lastSecondsAgo: number }[];
  readonly finished: boolean;
}

const query = `
SELECT b.id AS build, b.out, b.pieces, b.finished IS NOT NULL AS finished,
  (SELECT count(*)::int FROM periscope_piece p WHERE p.build = b.id) AS done,
  (SELECT coalesce(sum((s->>'samples')::bigint), 0)::float FROM periscope_piece p, jsonb_array_elements(p.result->'shards') s
    WHERE p.build = b.id) AS samples,
  (SELECT coalesce(sum((s->'tar'->>'bytes')::bigint), 0)::float FROM periscope_piece p, jsonb_array_elements(p.result->'shards') s
    WHERE p.build = b.id) AS bytes,
  (SELECT coalesce(sum((s->>'samples')::bigint) / greatest(1, least(600, extract(epoch FROM now() - b.created))), 0)::float
    FROM periscope_piece p, jsonb_array_elements(p.result->'shards') s
    WHERE p.build = b.id AND p.committed > now() - interval '10 minutes') AS "samplesPerSecond",
  (SELECT count(*)::int FROM pgboss.job j WHERE j.name = $1 AND j.data->>'build' = b.id AND j.state IN ('created', 'retry')) AS waiting,
  (SELECT count(*)::int FROM pgboss.job j WHERE j.name = $1 AND j.data->>'build' = b.id AND j.state = 'active') AS active,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('piece', (j.data->>'piece')::int, 'message', coalesce(j.output->>'message', 'its workers fell silent'))), '[]')
    FROM pgboss.job j WHERE j.name = $1 AND j.data->>'build' = b.id AND j.state = 'failed') AS failed,
  (SELECT coalesce(jsonb_agg(w ORDER BY w->>'worker'), '[]') FROM (
     SELECT jsonb_build_object('worker', worker, 'pieces', count(*), 'lastSecondsAgo', round(extract(epoch FROM now() - max(committed)))) AS w
     FROM periscope_piece p WHERE p.build = b.id GROUP BY worker) AS by_worker) AS workers
FROM periscope_build b ORDER BY b.created DESC LIMIT 50`;

/** What a piece is called: the number behind the last one is bringing them together. */
export function pieceName({ pieces }: Pick<BuildStatus, "pieces">, piece: number): string {
  return piece === pieces ? "bringing its pieces together" : `piece ${piece}`;
}

/** The builds, newest first. */
export async function queueStatus({ pool }: Pick<QueueDatabase, "pool">): Promise<BuildStatus[]> {
  return (await pool.query<BuildStatus>(query, [queueName])).rows;
}

/** The same from an address. */
export async function statusAt(url: string): Promise<BuildStatus[]> {
  const queue = await openQueue(url, { supervise: false });
  try {
    return await queueStatus(queue);
  } finally {
    await queue.close();
  }
}

/** A page that shows the builds and reloads itself every five seconds; `/status.json` has the same for programs. */
export function statusPage(queue: Pick<QueueDatabase, "pool">): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    if (!["127.0.0.1", "localhost", "[::1]"].includes(new URL(context.req.url).hostname)) {
      return context.text("not this host", 403);
    }
    await next();
    context.header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:");
  });
  app.onError((error, context) => {
    if (!isAway(error)) throw error;
    const told = `The database is away: ${error.message}.`;
    if (context.req.path === "/status.json") return context.json({ error: told }, 503);
    return context.html(frame(`<p>${escaped(told)}</p>`), 503); // which renews itself as well
  });
  app.get("/status.json", async (context) => context.json(await queueStatus(queue)));
  app.get("/", async (context) => context.html(page(await queueStatus(queue))));
  return app;
}

function page(builds: readonly BuildStatus[]): string {
  const sections = builds.map((one) => {
    const { build, out, pieces, done, waiting, active, failed, samples, bytes, samplesPerSecond, workers, finished } =
      one;
    const facts: [string, string][] = [
      ["state", finished ? "finished" : failed.length > 0 && waiting + active === 0 ? "stuck" : "under way"],
      ["pieces", `${done} of ${pieces} done, ${active} active, ${waiting} waiting, ${failed.length} given up`],
      ["samples", `${number(samples)}, ${number(samplesPerSecond)} a second in the last ten minutes`],
      ["bytes", number(bytes)],
      ["kept in", out],
    ];
    return `<section><h2>${escaped(build)}</h2><progress max="${pieces}" value="${done}"></progress>
<table>${facts.map(([name, value]) => `<tr><th>${name}</th><td>${escaped(value)}</td></tr>`).join("")}</table>
<table><tr><th>worker</th><th>pieces</th><th>last, seconds ago</th></tr>${workers
      .map((w) => `<tr><td>${escaped(w.worker)}</td><td>${w.pieces}</td><td>${w.lastSecondsAgo}</td></tr>`)
      .join("")}</table>
${failed.map(({ piece, message }) => `<p>${pieceName({ pieces }, piece)}: ${escaped(message)}</p>`).join("")}</section>`;
  });
  return frame(sections.join("") || "<p>Nothing is in this queue.</p>");
}

function frame(content: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="5">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Periscope queue</title><link rel="icon" href="data:,">
<style>:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;max-width:56rem;margin:1.5rem auto;padding:0 1rem}
progress{width:100%}th{text-align:left;padding-right:1.2rem;font-weight:600}td{padding-right:1.2rem;overflow-wrap:anywhere}
section{border-top:1px solid #8886;margin-top:1rem}h2{font-size:1.1rem}table{margin:.6rem 0}</style></head>
<body><h1>Builds</h1>${content}</body></html>`;
}

function number(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: value < 100 ? 1 : 0 });
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
