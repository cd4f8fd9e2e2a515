/** The arena in the browser: shows a comparison, takes the vote by key or button, and goes on. Names come with the results only. */

interface Item {
  readonly at: number;
  /** Goes with the vote: it is on what stood here. */
  readonly comparison: string;
  readonly category: string;
  readonly question: string;
  readonly images: readonly string[];
  readonly left: string;
  readonly right: string;
}
type Choice = "left" | "right" | "tie" | "both bad";
interface Next {
  readonly done: number;
  readonly total: number;
  readonly item: Item | null;
  readonly vote?: { readonly choice: Choice; readonly ratings: readonly [number | null, number | null] };
  readonly error?: string;
}
interface Results {
  readonly votes: number;
  readonly voters: number;
  readonly ranking: readonly {
    model: string;
    strength: number;
    interval: [number, number];
    wins: number;
    ties: number;
    losses: number;
  }[];
  readonly ratings: readonly {
    category: string;
    model: string;
    rating: number;
    interval: [number, number];
    ratings: number;
  }[];
  readonly agreement: { alpha: number; equal: number; pairs: number } | null;
}

const byId = <T extends HTMLElement = HTMLElement>(id: string) => document.getElementById(id) as T;
const voter = byId<HTMLInputElement>("voter");
const sliders = { left: byId<HTMLInputElement>("left-rating"), right: byId<HTMLInputElement>("right-rating") };
let item: Item | null = null;
let busy = false;
const seen: number[] = [];

voter.value = localStorage.getItem("voter") ?? "me";

async function show(at?: number): Promise<void> {
  const query = new URLSearchParams({ voter: voter.value, ...(at === undefined ? {} : { at: String(at) }) });
  const next = (await (await fetch(`/api/next?${query}`)).json()) as Next;
  if (next.error) return say(next.error);
  item = next.item;
  const progress = byId<HTMLProgressElement>("progress");
  progress.max = Math.max(1, next.total);
  progress.value = next.done;
  say(item ? `${next.done} of ${next.total} compared` : `All ${next.total} are compared. Thank you!`);
  byId("comparison").hidden = item === null;
  if (!item) return;
  byId("category").textContent = item.category;
  byId("question").textContent = item.question;
  byId("left").textContent = item.left || "(no answer)";
  byId("right").textContent = item.right || "(no answer)";
  byId("images").replaceChildren(
    ...item.images.map((url, i) => {
      const image = new Image();
      image.src = url;
      image.alt = item!.images.length > 1 ? `image ${i + 1} of the question` : "the image of the question";
      return image;
    }),
  );
  rate("left", next.vote?.ratings[0] ?? null);
  rate("right", next.vote?.ratings[1] ?? null);
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.choice === next.vote?.choice));
  }
  byId<HTMLButtonElement>("back").disabled = seen.length === 0;
  scrollTo(0, 0);
}

function say(text: string): void {
  byId("state").textContent = text;
}

function rate(side: "left" | "right", value: number | null): void {
  sliders[side].value = String(value ?? -1);
  byId(`${side}-shown`).textContent = value === null ? "none" : String(value);
}

function rated(side: "left" | "right"): number | null {
  const value = Number(sliders[side].value);
  return value < 0 ? null : value;
}

async function choose(choice: Choice): Promise<void> {
  if (!item || busy) return;
  busy = true;
  try {
    const { at, comparison } = item;
    const ratings = [rated("left"), rated("right")];
    const body = JSON.stringify({ voter: voter.value, comparison, choice, ratings });
    const response = await fetch("/api/vote", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    if (!response.ok) return say(((await response.json()) as { error: string }).error);
    seen.push(at);
    await show();
  } catch {
    say("The vote could not be saved: periscope eval arena does not answer any more.");
  } finally {
    busy = false;
  }
}

function back(): void {
  const at = seen.pop();
  if (at !== undefined) void show(at);
}

async function results(): Promise<void> {
  const { votes, voters, ranking, ratings, agreement } = (await (await fetch("/api/results")).json()) as Results;
  byId("counts").textContent = `${votes} votes by ${voters} ${voters === 1 ? "voter" : "voters"}`;
  const range = ([low, high]: readonly [number, number], digits: number) =>
    `${low.toFixed(digits)} to ${high.toFixed(digits)}`;
  fill("ranking", [
    ["model", "strength", "95 % interval", "won", "tied", "lost"],
    ...ranking.map(({ model, strength, interval, wins, ties, losses }) => [
      model,
      strength.toFixed(0),
      range(interval, 0),
      ...[wins, ties, losses].map(String),
    ]),
  ]);
  const models = [...new Set(ratings.map(({ model }) => model))].sort();
  const categories = [...new Set(ratings.map(({ category }) => category))];
  fill("ratings", [
    ["category", ...models],
    ...categories.map((category) => [
      category,
      ...models.map((model) => {
        const cell = ratings.find((one) => one.category === category && one.model === model);
        return cell ? `${cell.rating.toFixed(2)} (${range(cell.interval, 1)}, ${cell.ratings})` : "";
      }),
    ]),
  ]);
  byId("agreement").textContent = agreement
    ? `Raters agree on ${agreement.equal} of ${agreement.pairs} pairs of votes (Krippendorff's alpha ${agreement.alpha.toFixed(2)}).`
    : "No two raters have compared the same answers yet.";
}

function fill(id: string, rows: readonly (readonly string[])[]): void {
  byId(id).replaceChildren(
    ...rows.map((cells, row) => {
      const line = document.createElement("tr");
      line.append(
        ...cells.map((text, column) => {
          const cell = document.createElement(row === 0 || column === 0 ? "th" : "td");
          cell.textContent = text;
          return cell;
        }),
      );
      return line;
    }),
  );
}

function turnTo(toResults: boolean): void {
  byId("vote").hidden = toResults;
  byId("results").hidden = !toResults;
  byId("show-results").toggleAttribute("aria-current", toResults);
  byId(toResults ? "show-results" : "show-vote").setAttribute("aria-current", "page");
  byId(toResults ? "show-vote" : "show-results").removeAttribute("aria-current");
  void (toResults ? results() : show());
}

for (const side of ["left", "right"] as const) {
  sliders[side].addEventListener("input", () => rate(side, rated(side)));
}
for (const button of document.querySelectorAll<HTMLButtonElement>("[data-choice]")) {
  button.addEventListener("click", () => void choose(button.dataset.choice as Choice));
}
byId("back").addEventListener("click", back);
byId("show-vote").addEventListener("click", () => turnTo(false));
byId("show-results").addEventListener("click", () => turnTo(true));
voter.addEventListener("change", () => {
  localStorage.setItem("voter", voter.value);
  seen.length = 0;
  void show();
});

const keys: Readonly<Record<string, Choice>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowDown: "tie",
  ArrowUp: "both bad",
};
document.addEventListener("keydown", (event) => {
  if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey || byId("vote").hidden)
    return;
  const digit = /^Digit(\d)$/.exec(event.code)?.[1];
  if (digit !== undefined) {
    const side = event.shiftKey ? "right" : "left";
    rate(side, digit === "0" && rated(side) === 1 ? 10 : Number(digit)); // a one and a nought are ten
  } else if (keys[event.key]) void choose(keys[event.key]!);
  else if (event.key === "Backspace") back();
  else return;
  event.preventDefault();
});

void show();
