import { expect, test } from "vitest";
import { describeCoverage } from "./taxonomy.ts";

test("the report has a line a leaf and the sums below", () => {
  const text = describeCoverage([
    { leaf: "Evaluation/Reality Evaluation", state: "constructed", sources: ["real-or-not"], samples: 12 },
    { leaf: "Safety/Prompt Injection", state: "empty", sources: [], samples: 0 },
  ]);
  expect(text).toMatch(/^Evaluation\/Reality Evaluation +12 +constructed +real-or-not$/m);
  expect(text).toContain("2 leaves: 1 constructed, 0 teacher-driven, 1 empty, 12 samples with a leaf");
});
