import { expect, test } from "vitest";
import { meanShares } from "./mean-shares.ts";

test("pieces of any size add up to the mean over everything", () => {
  const pieces = [[1, 2, 6], [], [4], [0, 5]];
  const weights = [4, 1, 2, 3];
  const mean = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0) / Math.max(1, numbers.length);
  const shares = meanShares(
    pieces.map((piece) => piece.length),
    weights,
  );
  const whole = pieces.reduce((sum, piece, k) => sum + (weights[k]! / 10) * shares[k]! * mean(piece), 0);
  expect(whole).toBeCloseTo(mean(pieces.flat()), 12);
  const [first, others] = [shares.slice(0, 1), { count: 3, weight: 6 }];
  expect(meanShares([3], [4], others)).toEqual(first); // the same where the others are another rank's
  expect(meanShares([7], [3])).toEqual([1]);
  expect(meanShares([0, 0], [1, 1])).toEqual([0, 0]);
});
