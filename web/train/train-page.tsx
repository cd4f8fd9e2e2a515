/** Train in the tab: label a few pictures, train the adaptor for a minute, see the loss, try what came of it, keep it. */
import { useEffect, useMemo, useRef, useState } from "react";
import hearts from "../../examples/hearts.png";
import word from "../../examples/word.png";
import type { LoadProgress, TuneStep, Tuning, WebVisionLanguageModel } from "../../src/web/index.ts";
import { preparingSentence } from "../offline/register.ts";
import { ExamplesForm } from "./examples-form.tsx";
import { KeepIt } from "./keep-it.tsx";
import { examplesOf, type KeptAdaptor } from "./kept.ts";
import { LossCurve } from "./loss-curve.tsx";
import { samplePair } from "./sample-pair.ts";
import { compare, type Example, exampleOf, follow, loadModel, train } from "./session.ts";
import { TryIt } from "./try-it.tsx";

type State =
  | { readonly kind: "ready" }
  | { readonly kind: "loading"; readonly what: What; readonly text: string }
  | { readonly kind: "training" }
  | { readonly kind: "failed"; readonly what: What; readonly message: string };
/** Where on the page it is told. */
type What = "training" | "opening";

const lengths = [15, 30, 60, 120];

/** The model as it was and as it is now, and the pictures that the difference is about. */
interface Pair {
  readonly before: WebVisionLanguageModel;
  readonly after: WebVisionLanguageModel;
  readonly examples: readonly Example[];
  /** What is compared, in words. */
  readonly about: string;
  /** Trained here and now. */
  readonly fresh: boolean;
  readonly key: number;
}

let pairs = 0;

/** `prepared`: where the page may be loaded once more, it is held still until then. */
export function TrainPage({ prepared }: { readonly prepared?: Promise<void> }) {
  const [preparing, setPreparing] = useState(prepared !== undefined);
  useEffect(() => void prepared?.catch(() => {}).then(() => setPreparing(false)), [prepared]);
  const [examples, setExamples] = useState<readonly Example[]>([]);
  const [seconds, setSeconds] = useState(60);
  const [state, setState] = useState<State>({ kind: "ready" });
  const [steps, setSteps] = useState<readonly TuneStep[]>([]);
  const [pair, setPair] = useState<Pair>();
  const tuning = useRef<Tuning>(undefined);
  const busy = preparing || state.kind === "loading" || state.kind === "training";
  const unlabelled = examples.filter(({ question, answer }) => !question.trim() || !answer.trim()).length;

  /** Loads the model, lets it become another one, and shows the two; what goes wrong is shown as a sentence. */
  const become = async (
    what: What,
    next: (before: WebVisionLanguageModel) => Promise<Omit<Pair, "before" | "key">>,
  ) => {
    const loading = (text: string) => setState({ kind: "loading", what, text });
    loading("Loading the model");
    try {
      const before = await loadModel((progress) => loading(loadingText(progress)));
      const made = await next(before);
      setPair({ before, key: ++pairs, ...made });
      setState({ kind: "ready" });
      await pair?.after.dispose();
    } catch (error) {
      setState({ kind: "failed", what, message: error instanceof Error ? error.message : String(error) });
    }
  };
  const start = () => {
    setSteps([]);
    return become("training", async (before) => {
      setState({ kind: "training" });
      tuning.current = train(before, examples, seconds);
      const after = await follow(tuning.current, (step) => setSteps((known) => [...known, step]));
      return { after, examples, about: "The model before the training, and after it.", fresh: true };
    });
  };
  const open = (adaptor: KeptAdaptor) =>
    become("opening", async (before) => ({
      after: await before.withAdaptor(adaptor.file),
      examples: examplesOf(adaptor),
      about: `The model as it is, and with “${adaptor.name}”.`,
      fresh: false,
    }));
  const openFile = (file: File) =>
    become("opening", async (before) => ({
      after: await before.withAdaptor(file),
      examples,
      about: `The model as it is, and with ${file.name}.`,
      fresh: false,
    }));
  const fresh = useMemo(
    () => (pair?.fresh ? { examples: pair.examples, file: () => pair.after.adaptor() } : undefined),
    [pair],
  );
  useEffect(() => {
    if (pair && !pair.fresh) document.getElementById("try")?.scrollIntoView();
  }, [pair]);

  const last = steps.at(-1);
  return (
    <main className="train">
      <header>
        <a href="./index.html">Periscope</a>
        <h1>Train in the tab</h1>
        <p>
          Label a few pictures, and this browser teaches them to the embedded model: its towers and its language model
          stay as they are, the adaptor between them learns. Nothing leaves this computer.
        </p>
      </header>

      <h2>1. Your pictures</h2>
      <ExamplesForm examples={examples} locked={busy} onChange={setExamples} />
      {examples.length === 0 && (
        <p>
          <button
            type="button"
            className="text-button"
            disabled={busy}
            onClick={() => void samples().then(setExamples)}
          >
            Begin with two pictures of ours
          </button>
        </p>
      )}

      <h2>2. Training</h2>
      <div className="controls">
        <label>
          At most{" "}
          <select value={seconds} disabled={busy} onChange={(event) => setSeconds(Number(event.target.value))}>
            {lengths.map((length) => (
              <option key={length} value={length}>
                {length} seconds
              </option>
            ))}
          </select>
        </label>
        {state.kind === "training" ? (
          <button type="button" className="button" onClick={() => tuning.current?.stop()}>
            Stop and keep what was learnt
          </button>
        ) : (
          <button
            type="button"
            className="button button-primary"
            disabled={busy || examples.length === 0 || unlabelled > 0}
            onClick={() => void start()}
          >
            Train
          </button>
        )}
        <span className="hint" role="status">
          {preparing ? preparingSentence : status(state, last, examples.length, unlabelled)}
        </span>
      </div>
      {state.kind === "failed" && state.what === "training" && (
        <p className="failure" role="alert">
          {state.message}
        </p>
      )}
      <LossCurve steps={steps} />

      <h2 id="try">3. Try it</h2>
      {pair ? (
        <TryIt
          key={pair.key}
          about={pair.about}
          examples={pair.examples}
          ask={(question) => compare(pair.before, pair.after, question)}
        />
      ) : (
        <p className="hint">When the training is over, ask the model before and after it side by side.</p>
      )}

      <h2>4. Keep it</h2>
      <KeepIt
        fresh={fresh}
        busy={busy}
        status={state.kind === "loading" && state.what === "opening" ? state.text : undefined}
        complaint={state.kind === "failed" && state.what === "opening" ? state.message : undefined}
        onOpen={(adaptor) => void open(adaptor)}
        onFile={(file) => void openFile(file)}
      />
    </main>
  );
}

function loadingText({ phase, bytes, totalBytes }: LoadProgress): string {
  return phase === "start" ? "Starting the model" : `Loading the model: ${Math.round((100 * bytes) / totalBytes)} %`;
}

function status(state: State, last: TuneStep | undefined, count: number, unlabelled: number): string {
  if (state.kind === "loading" && state.what === "training") return state.text;
  if (state.kind === "training") {
    if (!last) return "Looking at the pictures";
    const rate = (last.step / Math.max(last.seconds, 0.001)).toFixed(1);
    return `Step ${last.step}, loss ${last.loss.toFixed(3)}, ${rate} steps a second, ${Math.ceil(last.secondsLeft)} s left`;
  }
  if (count === 0) return "Add a picture first.";
  if (unlabelled > 0)
    return `${unlabelled === 1 ? "One picture needs" : `${unlabelled} pictures need`} a question and an answer.`;
  return last ? `Done after ${last.step} steps and ${last.seconds.toFixed(0)} seconds.` : "";
}

async function samples(): Promise<Example[]> {
  const blob = async (url: string) => (await fetch(url)).blob();
  const urls = { "word.png": word, "hearts.png": hearts };
  return Promise.all(
    samplePair.map(async ({ name, question, answer }) => exampleOf(await blob(urls[name]), name, question, answer)),
  );
}
