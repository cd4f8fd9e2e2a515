/**
 * The local web application that shows a data set: read-only, this data set's files only, and nothing that a page from
 * elsewhere could ask for. Listening is not its business: `viewer(...).request("/api/dataset")` works without a socket.
 */
import { Hono } from "hono";
import { UserError } from "../../runtime/errors.ts";
import type { Storage } from "../storage/storage.ts";
import { asset, indexPage } from "./assets.ts";
import { type Catalogue, type Filter, facets, type Row, readCatalogue } from "./catalogue.ts";
import { coloredMap, mapValues, thumbnail } from "./pictures.ts";
import { kept, type SampleReader, sampleReader } from "./samples.ts";

const mostOnAPage = 200;
const mostThumbnails = 2000;
const imageTypes = { png: "image/png", jpg: "image/jpeg", webp: "image/webp" } as const;

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Throws a `UserError` where the storage holds no data set. */
export async function viewer(storage: Storage): Promise<Hono> {
  const catalogue = await readCatalogue(storage);
  const reader = sampleReader(storage);
  const thumbnails = new Map<string, Promise<Uint8Array>>();
  const app = new Hono();

  app.use(async (context, next) => {
    // a page from elsewhere may have its own name lead here; only the loopback's names are answered
    const host = new URL(context.req.url).hostname;
    if (!["127.0.0.1", "localhost", "[::1]"].includes(host)) return context.text("not this host", 403);
    await next();
    context.header("Content-Security-Policy", policy);
    context.header("X-Content-Type-Options", "nosniff");
    context.header("Referrer-Policy", "no-referrer");
    context.header("Cross-Origin-Resource-Policy", "same-origin");
  });
  app.onError((error, context) => {
    if (!(error instanceof UserError)) console.error(error);
    return context.json({ error: error.message }, 500);
  });

  app.get("/", async (context) => context.html(await indexPage()));
  app.get("/sample/:key", async (context) => context.html(await indexPage()));
  app.get("/page/:name", async (context) => {
    const found = await asset(context.req.param("name"));
    if (!found) return context.notFound();
    return context.body(found.body, 200, { "Content-Type": `${found.type}; charset=utf-8` });
  });

  app.get("/api/dataset", (context) => {
    const filter = filterOf(context.req.query());
    const { name, rows, finished } = catalogue;
    return context.json({
      name,
      where: storage.where,
      finished,
      samples: rows.length,
      selected: catalogue.select(filter).length,
      facets: catalogue.counts(filter),
    });
  });

  app.get("/api/samples", async (context) => {
    const query = context.req.query();
    const after = wholeNumber(query.after, 0);
    const limit = Math.min(wholeNumber(query.limit, 60), mostOnAPage);
    const rows = catalogue.select(filterOf(query));
    const { found, next } = await page(rows, (query.q ?? "").trim().toLowerCase(), after, limit, reader);
    const samples = await Promise.all(found.map((row) => summary(row, reader)));
    return context.json({ samples, next });
  });

  app.get("/api/samples/:key", async (context) => {
    const row = catalogue.row(context.req.param("key"));
    if (!row) return context.json({ error: "there is no such sample" }, 404);
    const { sample, maps } = await reader.sample(row);
    const legends = await Promise.all(sample.maps.map((map, i) => mapValues(maps[i]!, map)));
    return context.json({ sample, row, legends, ...neighbours(catalogue, row, filterOf(context.req.query())) });
  });

  app.get("/files/:key/:kind/:index", async (context) => {
    const { key, kind, index } = context.req.param();
    const row = catalogue.row(key);
    const i = wholeNumber(index, -1);
    const files = row && (await reader.sample(row));
    const image = files?.images[i];
    const respond = (bytes: Uint8Array, type: string) =>
      context.body(Uint8Array.from(bytes), 200, { "Content-Type": type, "Cache-Control": "private, max-age=600" });
    if (kind === "image" && image) return respond(image, imageTypes[files.sample.images[i]!.format]);
    if (kind === "thumbnail" && image) {
      return respond(await kept(thumbnails, `${key}/${i}`, () => thumbnail(image), mostThumbnails), "image/webp");
    }
    if (kind === "map" && files?.maps[i]) return respond(await coloredMap(files.maps[i]), "image/png");
    return context.notFound();
  });

  return app;
}

function filterOf(query: Readonly<Record<string, string>>): Filter {
  return Object.fromEntries(facets.flatMap((facet) => (query[facet] ? [[facet, query[facet]]] : [])));
}

function wholeNumber(text: string | undefined, otherwise: number): number {
  const number = Number(text ?? otherwise);
  return Number.isInteger(number) && number >= 0 ? number : otherwise;
}

/** Rows from place `after` on that contain the text, up to `limit`, and the place to go on from if there may be more. */
async function page(
  rows: readonly Row[],
  text: string,
  after: number,
  limit: number,
  reader: SampleReader,
): Promise<{ found: Row[]; next?: number }> {
  const found: Row[] = [];
  let at = after;
  for (; at < rows.length && found.length < limit; at++) {
    const row = rows[at]!;
    if (text === "" || row.key.includes(text) || (await reader.texts(row.shard))[row.position]?.includes(text)) {
      found.push(row);
    }
  }
  return at < rows.length ? { found, next: at } : { found };
}

/** What a tile of the grid needs. */
async function summary(row: Row, reader: SampleReader) {
  const { key, category, source, template, language, flags, images, regions, maps, width, height, keep } = row;
  const { sample } = await reader.sample(row);
  const parts =
    sample.content.kind === "document" ? sample.content.parts : sample.content.turns.flatMap((turn) => turn.parts);
  const text = parts
    .map((part) => (part.type === "text" ? part.text : ""))
    .join(" ")
    .trim();
  const about = { key, category, source, template, language, flags, images, regions, maps, width, height };
  return { ...about, keep: keep !== false, text: text.slice(0, 280) };
}

function neighbours({ select }: Catalogue, row: Row, filter: Filter): { previous?: string; next?: string } {
  const rows = select(filter);
  const at = rows.indexOf(row);
  return at < 0 ? {} : { previous: rows[at - 1]?.key, next: rows[at + 1]?.key };
}
