/**
 * Held-out scores while a model trains: the loss, bits per byte on texts, answers chosen by perplexity and answers generated about
 * pictures (paper 4.2 and 5: small models are better judged by what they find likely than by what they say). The scorers are
 * those of the evaluation (`score/`); what they are given is chosen here.
 */
import { randomFor } from "../data/random.ts";
import { decodeImage } from "../image/decode.ts";
import { UserError } from "../runtime/errors.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { bitsPerByte, likeliest, optionValue, predictedText } from "../score/likelihood.ts";
import { sameText } from "../score/reading.ts";
import { IGNORED } from "../text/supervise.ts";
import { type EncodedSample, type EncodeSettings, encodeSample, NothingToLearn } from "./encode.ts";
import type { ValidationExample } from "./events.ts";
import { type Examinee, examinee, type PictureQuestion, type Seen } from "./examinee.ts";
import type { TrainedModel } from "./model.ts";
import type { ParameterSet } from "./parameters.ts";
import type { Stage, TrainingRecipe } from "./recipe.ts";
import type { SamplePicture, SampleSource } from "./sources.ts";

export interface Validation {
  /** What cannot be scored, and why. */
  readonly remarks: readonly string[];
  run(set: ParameterSet, stage: Stage): Promise<{ scores: Record<string, number>; examples: ValidationExample[] }>;
}

type Open = (
  source: {
    readonly data: string;
    readonly categories?: string[];
    readonly sources?: string[];
    readonly modality?: "language" | "multimodal";
  },
  side: "held out",
) => Promise<SampleSource>;

interface Question extends PictureQuestion {
  readonly answer: string;
  readonly choices: readonly string[];
  /** The answer's place among the choices. */
  readonly right: number;
}

/** Answers longer than this are no choices. */
const longestChoice = 64;
/** Pictures that go along with the examples, and their longest side in pixels. */
const [shownPictures, shownSide] = [12, 176];

export async function openValidation(
  recipe: TrainingRecipe,
  model: TrainedModel,
  runtime: Runtime,
  open: Open,
): Promise<Validation> {
  const { text, pictures, questions, samples, choices, answerTokens } = recipe.validation!;
  const remarks: string[] = [];
  /** Scores that have no data are left out of a run, with a word; a run of hours is not refused for them. */
  const opened = async (source: Parameters<Open>[0]) => {
    try {
      return await open(source, "held out");
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      remarks.push(`validation leaves something out: ${error.message}`);
      return undefined;
    }
  };
  const textSource = text && (await opened({ ...text, modality: "language" }));
  const { labels } = recipe.validation!;
  const taken = (source: SampleSource, length: Length) =>
    takeSamples(source, samples, { tokenizer: model.tokenizer, prompt: model.prompt, labels, ...length });
  const texts = textSource && (await taken(textSource, longestText(model)));
  const pictureSource = pictures && (await opened({ ...pictures, modality: "multimodal" }));
  const pictured = pictureSource && (await taken(pictureSource, longest(recipe, model)));
  for (const [name, some] of Object.entries({ text: texts, pictures: pictured })) {
    if (some?.length === 0) {
      remarks.push(`validation: no held-out sample of "${name}" has anything to score within its length`);
    }
  }
  const questionSource = questions && (await opened({ ...questions, modality: "multimodal" }));
  const found = questionSource && (await takeQuestions(questionSource, { samples, choices, seed: recipe.seed }));
  const asked = found && found.length > 0 ? found : undefined;
  if (questionSource && !asked) {
    remarks.push(
      `validation: data "${questions!.data}" has no held-out question about one picture with an answer of at most ${longestChoice} letters`,
    );
  }
  const scored = { loss: [texts, pictured], bitsPerByte: [texts], choices: [asked], answers: [asked] };
  const { best } = recipe.checkpoints;
  if (best && !scored[best].some((one) => one && one.length > 0)) {
    remarks.push(`no checkpoint is kept as the best: held-out data has nothing to measure "${best}" by`);
  }
  if (!text && !pictures && !questions) {
    remarks.push(
      `validation has nothing to score: the recipe names neither text nor pictures nor questions, or the share to hold out, ${recipe.heldOut}, is no sample of so few`,
    );
  }
  return {
    remarks,
    async run(set, stage) {
      const examined = examinee(set, model, runtime, stage);
      const seen = asked ? await examined.see(asked) : [];
      try {
        const scores = await lossScores({ texts, pictured }, examined, model);
        if (!asked) return { scores, examples: [] };
        scores.choices = await chosenRightly(seen);
        const examples = await answers(seen, answerTokens);
        scores.answers = examples.filter(({ right }) => right).length / examples.length;
        return { scores, examples };
      } finally {
        for (const one of seen) one.dispose();
        examined.dispose();
      }
    },
  };
}

/** The cross-entropy a token over texts and samples with pictures, and bits per byte of the texts alone. */
async function lossScores(
  { texts = [], pictured = [] }: Readonly<Partial<Record<"texts" | "pictured", readonly EncodedSample[]>>>,
  examined: Examinee,
  { tokenizer }: TrainedModel,
): Promise<Record<string, number>> {
  if (texts.length + pictured.length === 0) return {};
  const read = await examined.texts(texts);
  const all = [...read, ...(await examined.texts(pictured))];
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  const loss = sum(all.map((one) => one.loss)) / sum(all.map(({ targets }) => targets));
  if (texts.length === 0) return { loss };
  const predicted = read.map(({ likelihood }, i) => {
    const learnt = texts[i]!.labels.filter((label) => label !== IGNORED);
    return predictedText(likelihood, tokenizer.decode(learnt, { skipSpecial: true }));
  });
  // a learnt end alone, as of an empty answer, has no bytes
  const written = predicted.filter(({ bytes }) => bytes > 0);
  return { loss, ...(written.length > 0 && { bitsPerByte: bitsPerByte(written) }) };
}

/** The share of questions whose answer has the lowest perplexity of its choices. */
async function chosenRightly(seen: readonly Seen<Question>[]): Promise<number> {
  let right = 0;
  for (const { asked, options } of seen) {
    const values = (await options(asked.choices)).map((one, i) => optionValue(one, asked.choices[i]!, "tokens"));
    if (likeliest(values) === asked.right) right++;
  }
  return right / seen.length;
}

async function answers(seen: readonly Seen<Question>[], maxTokens: number): Promise<ValidationExample[]> {
  const examples: ValidationExample[] = [];
  for (const [i, { asked, answer }] of seen.entries()) {
    const said = await answer(maxTokens);
    examples.push({
      ...{ question: asked.question, expected: asked.answer, answer: said, right: sameText(said, asked.answer) },
      ...(i < shownPictures && { picture: await thumbnail(asked.picture) }),
    });
  }
  return examples;
}

/** The first so many samples of which something can be scored. */
async function takeSamples(source: SampleSource, samples: number, settings: EncodeSettings): Promise<EncodedSample[]> {
  const taken: EncodedSample[] = [];
  for (let i = 0; i < source.size && taken.length < samples; i++) {
    try {
      taken.push(encodeSample(await source.sample(i), settings));
    } catch (error) {
      if (!(error instanceof NothingToLearn)) throw error;
    }
  }
  return taken;
}

type Length = Pick<EncodeSettings, "maxLength" | "imageTokens">;

function longestText({ config }: TrainedModel): Length {
  return { maxLength: Math.min(1024, config.language.maxPositions), imageTokens: "inside" };
}

/** The longest sequence that the recipe trains with: pictures take room that texts do not. */
function longest({ stages }: TrainingRecipe, { config }: TrainedModel): Length {
  const sequences = stages.filter(({ objective }) => objective === "language").map(({ sequence }) => sequence);
  const [found] = sequences.sort((a, b) => b.length - a.length);
  const { length, imageTokens } = found ?? { length: 1024, imageTokens: "inside" };
  return { maxLength: Math.min(length, config.language.maxPositions), imageTokens };
}

/** First questions about single pictures with short answers; the wrong choices are other questions' answers. */
async function takeQuestions(
  source: SampleSource,
  { samples, choices, seed }: { samples: number; choices: number; seed: number },
): Promise<Question[]> {
  const found: Pick<Question, "picture" | "question" | "answer">[] = [];
  for (let i = 0; i < Math.min(source.size, 20 * samples) && found.length < samples; i++) {
    const { content, pictures } = await source.sample(i);
    if (content.kind !== "conversation" || pictures.length !== 1) continue;
    const said = content.turns.filter(({ role }) => role !== "system");
    for (let t = 0; t + 1 < said.length; t += 2) {
      const [question, answer] = [textOf(said[t]!.parts), textOf(said[t + 1]!.parts)];
      if (question === "" || answer === "" || answer.length > longestChoice) continue;
      found.push({ picture: pictures[0]!, question, answer });
      break;
    }
  }
  const answers = [...new Set(found.map(({ answer }) => answer))];
  return found.map((one, i) => {
    const random = randomFor(seed, i, "choices");
    const others = random.shuffled(answers.filter((answer) => !sameText(answer, one.answer)));
    const listed = random.shuffled([one.answer, ...others.slice(0, choices - 1)]);
    return { ...one, choices: listed, right: listed.indexOf(one.answer) };
  });
}

function textOf(parts: readonly { readonly type: string; readonly text?: string }[]): string {
  return parts
    .map((part) => part.text ?? "")
    .join(" ")
    .trim();
}

/** A small PNG. */
async function thumbnail(picture: SamplePicture): Promise<Uint8Array> {
  const { sharp } = await import("../image/sharp.ts");
  const image = picture instanceof Uint8Array ? await decodeImage(picture) : picture;
  const raw = { width: image.width, height: image.height, channels: 3 as const };
  return sharp(image.data, { raw }).resize(shownSide, shownSide, { fit: "inside" }).png().toBuffer();
}
