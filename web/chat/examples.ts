/** The example pictures of the gallery, with what can be asked about them. */
import hearts from "../../examples/hearts.png";
import shapes from "../../examples/shapes.png";
import sign from "../../examples/sign.png";
import word from "../../examples/word.png";
import { type ExampleQuestions, exampleQuestions } from "./example-questions.ts";

export interface Example extends ExampleQuestions {
  readonly url: string;
}

const urls = { "word.png": word, "shapes.png": shapes, "hearts.png": hearts, "sign.png": sign };

export const examples: readonly Example[] = exampleQuestions.map((one) => ({ ...one, url: urls[one.name] }));

export async function exampleFile({ name, url }: Example): Promise<File> {
  const blob = await (await fetch(url)).blob();
  return new File([blob], name, { type: "image/png" });
}
