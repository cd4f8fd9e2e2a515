/** The examples as cards: a picture, and questions that can be asked about it at once. */
import { ask } from "../state/answering.ts";
import { addPicture, newConversation, useChat } from "../state/store.ts";
import { type Example, exampleFile, examples } from "./examples.ts";

export function ExampleCards({ onAsk }: { onAsk?(): void }) {
  const ready = useChat((state) => state.modelState === "ready");
  const askAbout = async (example: Example, question: string) => {
    const file = await exampleFile(example);
    if (useChat.getState().open.turns.length > 0) newConversation();
    const { id, name } = addPicture(file, example.name);
    ask(question, [{ id, name }]);
    onAsk?.();
  };
  return (
    <ul className="examples">
      {examples.map((example) => (
        <li key={example.name} className="example">
          <img src={example.url} alt={example.alt} />
          <div className="example-questions">
            {example.questions.map((question) => (
              <button key={question} type="button" disabled={!ready} onClick={() => void askAbout(example, question)}>
                {question}
              </button>
            ))}
          </div>
        </li>
      ))}
    </ul>
  );
}
