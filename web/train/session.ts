/** The model of the page that trains: loaded once, trained, asked. It knows no React. */
import type { LoadProgress, TuneStep, Tuning, WebVisionLanguageModel } from "../../src/web/index.ts";

export interface Example {
  readonly id: number;
  readonly name: string;
  readonly picture: Blob;
  /** An object URL, for as long as the page is open: what was trained on is shown even when it is in the form no more. */
  readonly url: string;
  readonly question: string;
  readonly answer: string;
}

let nextId = 1;

export function exampleOf(picture: Blob, name: string, question = "What is this?", answer = ""): Example {
  return { id: nextId++, name, picture, url: URL.createObjectURL(picture), question, answer };
}

let model: Promise<WebVisionLanguageModel> | undefined;

/** The first model beside the page; `onProgress` hears of its first loading. Rejects with a sentence. */
export function loadModel(onProgress: (progress: LoadProgress) => void): Promise<WebVisionLanguageModel> {
  model ??= open(onProgress);
  model.catch(() => {
    model = undefined;
  });
  return model;
}

async function open(onProgress: (progress: LoadProgress) => void): Promise<WebVisionLanguageModel> {
  const list = new URL("models/index.json", document.baseURI);
  const response = await fetch(list).catch(() => undefined);
  const listed = response?.ok ? ((await response.json()) as { models?: { url: string }[] }).models?.[0] : undefined;
  if (!listed) throw new Error("There is no model beside this page; build it with npm run build:web.");
  const { load } = await import("../../src/web/index.ts");
  return load(new URL(listed.url, list), { assets: new URL("browser/", document.baseURI), onProgress });
}

/** Begins a training; `onStep` hears of every step. The returned training can be stopped. */
export function train(vl: WebVisionLanguageModel, examples: readonly Example[], seconds: number): Tuning {
  return vl.fineTune(
    examples.map(({ picture, question, answer }) => ({ image: picture, question, answer })),
    { seconds },
  );
}

export async function follow(tuning: Tuning, onStep: (step: TuneStep) => void): Promise<WebVisionLanguageModel> {
  for await (const step of tuning) onStep(step);
  return tuning.result();
}

/** The answers of the model as it was and as it is now. */
export async function compare(
  before: WebVisionLanguageModel,
  after: WebVisionLanguageModel | undefined,
  { picture, question }: Pick<Example, "picture" | "question">,
): Promise<{ before: string; after?: string }> {
  const options = { images: [picture], temperature: 0, maxNewTokens: 48 };
  const first = await before.answer(question, options);
  return { before: first.text, after: after && (await after.answer(question, options)).text };
}
