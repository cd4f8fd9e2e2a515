/** Pictures that the embedded model can say something about, each with questions of the kinds that it was trained on. */
import hearts from "../../examples/hearts.png";
import shapes from "../../examples/shapes.png";
import sign from "../../examples/sign.png";
import word from "../../examples/word.png";

export interface Example {
  readonly name: string;
  readonly url: string;
  /** For those who do not see it. */
  readonly alt: string;
  readonly questions: readonly string[];
}

export const examples: readonly Example[] = [
  {
    name: "word.png",
    url: word,
    alt: "A printed word",
    questions: ["What does it say?"],
  },
  {
    name: "shapes.png",
    url: shapes,
    alt: "Coloured shapes on a plain background",
    questions: ["What is in the image?", "How many shapes are there?"],
  },
  {
    name: "hearts.png",
    url: hearts,
    alt: "Several hearts",
    questions: ["How many hearts are there?"],
  },
  {
    name: "sign.png",
    url: sign,
    alt: "A word inside a shape, like a sign",
    questions: ["What is in the image?", "What does it say?"],
  },
];

export async function exampleFile({ name, url }: Example): Promise<File> {
  const blob = await (await fetch(url)).blob();
  return new File([blob], name, { type: "image/png" });
}
