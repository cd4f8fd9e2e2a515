/**
 * The arena's local web application: shows comparisons without names, takes votes, and tells the ranking. Listening is not
 * its business: `arena(...).request("/api/next?voter=me")` works without a socket.
 */
import { readFile } from "node:fs/promises";
import { Hono } from "hono";
import { z } from "zod";
import { imageType } from "../files/images.ts";
import { asset, indexPage } from "./assets.ts";
import { type Comparison, nameOf, type Shown, shownTo } from "./comparisons.ts";
import { agreement, categoryRatings, ranking, type Vote } from "./ranking.ts";
import type { VoteStore } from "./store.ts";

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const rating = z.int().min(0).max(10).nullable();
const voteSchema = z.strictObject({
  voter: z.string().regex(/^[\p{L}\p{N} ._-]{1,40}$/u),
  /** The comparison that stood on the page, as `/api/next` named it. */
  comparison: z.string(),
  choice: z.enum(["left", "right", "tie", "both bad"]),
  /** Of the left and the right answer. */
  ratings: z.tuple([rating, rating]),
});

export function arena(comparisons: readonly Comparison[], votes: VoteStore): Hono {
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

  app.get("/", async (context) => context.html(await indexPage()));
  app.get("/page/:name", async (context) => {
    const found = await asset(context.req.param("name"));
    if (!found) return context.notFound();
    return context.body(found.body, 200, { "Content-Type": `${found.type}; charset=utf-8` });
  });

  /** The comparison at a place of the voter's order; the first without a vote unless a place is named. */
  app.get("/api/next", async (context) => {
    const voter = voteSchema.shape.voter.safeParse(context.req.query("voter"));
    if (!voter.success)
      return context.json({ error: "a voter's name has 1 to 40 letters, digits, blanks, . _ -" }, 400);
    const shown = shownTo(voter.data, comparisons);
    const own = new Map(
      (await votes.all())
        .filter((vote) => vote.voter === voter.data)
        .map((vote) => [keyOf(vote.question, vote.models), vote]),
    );
    const done = shown.filter((one) => own.has(keyOf(one.question.id, one.models))).length;
    const asked = context.req.query("at");
    const open = shown.findIndex((one) => !own.has(keyOf(one.question.id, one.models)));
    const at = asked === undefined ? open : Number(asked);
    const one = shown[at];
    if (!one) return context.json({ done, total: shown.length, item: null });
    const before = own.get(keyOf(one.question.id, one.models));
    return context.json({
      done,
      total: shown.length,
      item: itemOf(one, at),
      ...(before && { vote: asShown(one, before) }),
    });
  });

  app.get("/image/:question/:place", async (context) => {
    const { question, place } = context.req.param();
    const path = comparisons.find((one) => one.question.id === question)?.question.images[Number(place)];
    const bytes = path === undefined ? undefined : await readFile(path).catch(() => undefined);
    const type = bytes && imageType(bytes);
    if (!bytes || !type) return context.notFound();
    return context.body(Uint8Array.from(bytes), 200, { "Content-Type": type, "Cache-Control": "private, max-age=600" });
  });

  app.post("/api/vote", async (context) => {
    // another site's page cannot send this type without being asked first, and is not allowed to then
    if (context.req.header("content-type") !== "application/json") return context.json({ error: "expected JSON" }, 415);
    const parsed = voteSchema.safeParse(await context.req.json().catch(() => undefined));
    if (!parsed.success) return context.json({ error: `no vote: ${parsed.error.issues[0]!.message}` }, 400);
    const { voter, comparison, choice, ratings } = parsed.data;
    const one = shownTo(voter, comparisons).find((shown) => nameOf(shown) === comparison);
    // a page may have outlived the arena that it came from
    if (!one) return context.json({ error: "These answers are not compared here any more. Load the page again." }, 409);
    await votes.put(voteOf(voter, one, choice, ratings));
    return context.json({ saved: true });
  });

  app.get("/api/results", async (context) => context.json(resultsOf(await votes.all())));
  app.get("/api/export", async (context) => {
    const lines = (await votes.all()).map((vote) => JSON.stringify(vote));
    context.header("Content-Disposition", 'attachment; filename="votes.jsonl"');
    return context.body(lines.length > 0 ? `${lines.join("\n")}\n` : "", 200, {
      "Content-Type": "application/x-ndjson",
    });
  });
  return app;
}

export function resultsOf(votes: readonly Vote[]) {
  return {
    votes: votes.length,
    voters: new Set(votes.map(({ voter }) => voter)).size,
    ranking: ranking(votes),
    ratings: categoryRatings(votes),
    agreement: agreement(votes) ?? null,
  };
}

function keyOf(question: string, models: readonly string[]): string {
  return JSON.stringify([question, models]);
}

/** What leaves this process before the vote: no name of a model is in it. */
function itemOf(shown: Shown, at: number) {
  const { question, answers, swapped } = shown;
  const [left, right] = swapped ? [answers[1], answers[0]] : answers;
  const images = question.images.map((_, i) => `/image/${encodeURIComponent(question.id)}/${i}`);
  const { category, question: text } = question;
  return { at, comparison: nameOf(shown), category, question: text, images, left, right };
}

function voteOf(
  voter: string,
  { question, models, swapped }: Shown,
  choice: z.infer<typeof voteSchema>["choice"],
  [left, right]: readonly [number | null, number | null],
): Vote {
  const [onLeft, onRight] = swapped ? [models[1], models[0]] : models;
  const better = choice === "left" ? onLeft : choice === "right" ? onRight : choice;
  const { id, category } = question;
  return { voter, question: id, category, models, better, ratings: swapped ? [right, left] : [left, right] };
}

/** A vote as the voter gave it. */
function asShown({ models, swapped }: Shown, { better, ratings }: Vote) {
  const onLeft = swapped ? models[1] : models[0];
  const choice = models.includes(better) ? (better === onLeft ? "left" : "right") : better;
  return { choice, ratings: swapped ? [ratings[1], ratings[0]] : ratings };
}
