/**
 * From votes to a ranking: Bradley-Terry strengths with bootstrap intervals, mean ratings by category, and how far raters
 * agree. Numbers only.
 */
import { randomFor } from "../../data/random.ts";
import { bootstrap, type Interval, mean, quantile } from "../score/statistics.ts";

export interface Vote {
  readonly voter: string;
  readonly question: string;
  readonly category: string;
  /** The two models in alphabetical order. */
  readonly models: readonly [string, string];
  /** The better model's name, or a tie. */
  readonly better: string | "tie" | "both bad";
  /** 0 to 10, in the order of `models`. */
  readonly ratings: readonly [number | null, number | null];
}

export interface Ranked {
  readonly model: string;
  /** On Elo's scale, 1000 in the mean. */
  readonly strength: number;
  readonly interval: Interval;
  readonly wins: number;
  readonly ties: number;
  readonly losses: number;
}

const draws = 300;

/** The models by strength. A tie is half a win for both; each pair has one tie beforehand, so that no strength is infinite. */
export function ranking(votes: readonly Vote[]): Ranked[] {
  const models = [...new Set(votes.flatMap(({ models }) => models))].sort();
  const strengths = bradleyTerry(models, votes);
  const random = randomFor(1, votes.length, "arena");
  const resampled = Array.from({ length: votes.length === 0 ? 0 : draws }, () =>
    bradleyTerry(
      models,
      votes.map(() => votes[random.int(0, votes.length - 1)]!),
    ),
  );
  const count = (model: string, test: (vote: Vote) => boolean) =>
    votes.filter((vote) => vote.models.includes(model) && test(vote)).length;
  return models
    .map((model, i): Ranked => {
      const sorted = resampled.map((one) => one[i]!).sort((a, b) => a - b);
      return {
        ...{ model, strength: strengths[i]!, interval: [quantile(sorted, 0.025), quantile(sorted, 0.975)] },
        wins: count(model, ({ better }) => better === model),
        ties: count(model, ({ better, models }) => !models.includes(better)),
        losses: count(model, ({ better, models }) => models.includes(better) && better !== model),
      };
    })
    .sort((a, b) => b.strength - a.strength);
}

/** Strengths by minorisation-maximisation (Hunter 2004), on Elo's scale. */
function bradleyTerry(models: readonly string[], votes: readonly Vote[]): number[] {
  const n = models.length;
  const place = new Map(models.map((model, i) => [model, i]));
  const wins = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? 0 : 0.5)));
  for (const { models: pair, better } of votes) {
    const [a, b] = [place.get(pair[0])!, place.get(pair[1])!];
    const share = better === pair[0] ? 1 : better === pair[1] ? 0 : 0.5;
    wins[a]![b]! += share;
    wins[b]![a]! += 1 - share;
  }
  let strength = new Array<number>(n).fill(1);
  for (let round = 0; round < 200; round++) {
    const next = strength.map((own, i) => {
      let [won, weight] = [0, 0];
      for (let j = 0; j < n; j++) {
        if (j === i) continue;
        won += wins[i]![j]!;
        weight += (wins[i]![j]! + wins[j]![i]!) / (own + strength[j]!);
      }
      return weight === 0 ? 1 : won / weight;
    });
    const scale = Math.exp(mean(next.map(Math.log)));
    strength = next.map((value) => value / scale);
  }
  return strength.map((value) => 1000 + 400 * Math.log10(value));
}

export interface CategoryRating {
  readonly category: string;
  readonly model: string;
  /** Mean of the ratings, 0 to 10. */
  readonly rating: number;
  readonly interval: Interval;
  readonly ratings: number;
}

/** As the paper's Figure 6: the mean rating of each model in each category. */
export function categoryRatings(votes: readonly Vote[]): CategoryRating[] {
  const cells = new Map<string, number[]>();
  for (const { category, models, ratings } of votes) {
    for (const i of [0, 1] as const) {
      if (ratings[i] === null) continue;
      const key = JSON.stringify([category, models[i]]);
      cells.set(key, [...(cells.get(key) ?? []), ratings[i]]);
    }
  }
  return [...cells]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, values]) => {
      const [category, model] = JSON.parse(key) as [string, string];
      return { category, model, rating: mean(values), interval: bootstrap(values, mean), ratings: values.length };
    });
}

export interface Agreement {
  /** Krippendorff's alpha for names: 1 where raters always agree, 0 where they agree as chance would. */
  readonly alpha: number;
  /** Pairs of votes on one comparison that are equal, of all such pairs. */
  readonly equal: number;
  readonly pairs: number;
}

/** How far different raters agree on the same comparison; undefined where no two have voted on one. */
export function agreement(votes: readonly Vote[]): Agreement | undefined {
  const units = new Map<string, string[]>();
  for (const { question, models, better } of votes) {
    const key = JSON.stringify([question, models]);
    units.set(key, [...(units.get(key) ?? []), models.includes(better) ? better : "tie"]);
  }
  const several = [...units.values()].filter((values) => values.length > 1);
  let [equal, pairs, observed, total] = [0, 0, 0, 0];
  const counts = new Map<string, number>();
  for (const values of several) {
    let unequal = 0;
    for (let i = 0; i < values.length; i++) {
      for (let j = i + 1; j < values.length; j++) {
        pairs++;
        if (values[i] === values[j]) equal++;
        else unequal += 2;
      }
      counts.set(values[i]!, (counts.get(values[i]!) ?? 0) + 1);
    }
    observed += unequal / (values.length - 1);
    total += values.length;
  }
  if (pairs === 0) return undefined;
  let expected = total * (total - 1);
  for (const count of counts.values()) expected -= count * (count - 1);
  const byChance = expected / (total * (total - 1));
  return { alpha: byChance === 0 ? 1 : 1 - observed / total / byChance, equal, pairs };
}
