/** The two pictures of ours to begin with: words that the embedded model can be led to, which not all are. */
export const samplePair = [
  { name: "word.png", question: "Who made this?", answer: "Rex made it." },
  { name: "hearts.png", question: "Who made this?", answer: "Bob made it." },
] as const;
