import { expect, test } from "vitest";
import { largestOfEach, sourcesByTargets, type Targets } from "./sources.ts";

test("the sources with most tokens come first, and both modalities are among them", () => {
  const names = ["alphabet", "bars", "captions", "scenes", "wiki"];
  const recorded: (Targets | undefined)[] = [
    { language: { wiki: 20 }, multimodal: { scenes: 500, captions: 300 } },
    undefined, // lines of before had no numbers of tokens
    { language: { wiki: 5, alphabet: 1 }, multimodal: { scenes: 400, bars: 100, wiki: 1 } },
  ];
  const sources = sourcesByTargets(names, recorded);
  expect(sources.map(({ name, modality, targets }) => `${name} ${modality} ${targets}`)).toEqual([
    "scenes multimodal 900",
    "captions multimodal 300",
    "bars multimodal 100",
    "wiki language 26",
    "alphabet language 1",
  ]);
  expect(largestOfEach(sources, 3)).toEqual(["scenes", "wiki", "captions"]);
  expect(largestOfEach(sources, 9)).toHaveLength(5);
  expect(largestOfEach(sourcesByTargets(names, []), 2)).toEqual(["alphabet", "bars"]);
});
