/** What can be asked about the example pictures. A test asks the embedded model all of it: what it cannot answer is not here. */
export interface ExampleQuestions {
  /** File in examples/. */
  readonly name: string;
  /** For those who do not see it. */
  readonly alt: string;
  readonly questions: readonly string[];
}

export const exampleQuestions = [
  { name: "word.png", alt: "A printed word", questions: ["What does it say?"] },
  {
    name: "shapes.png",
    alt: "Coloured shapes on a plain background",
    questions: ["What is in the image?", "Where is the triangle?"],
  },
  {
    name: "hearts.png",
    alt: "Several hearts and a square",
    questions: ["What color are the hearts?", "Where is the square?"],
  },
  {
    name: "sign.png",
    alt: "A word inside a shape, like a sign",
    questions: ["What does it say?", "What color is the text?"],
  },
] as const satisfies readonly ExampleQuestions[];
