import { describe, expect, it } from "vitest";
import { median, ratioOf, spreadOf, threeDigits } from "./arithmetic.ts";

describe("arithmetic of the benchmark", () => {
  it("takes the middle value, or the mean of the two middle ones, in any order", () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([])).toBeNaN();
  });

  it("keeps the least and the most beside the median", () => {
    expect(spreadOf([3, 1, 11])).toEqual({ median: 3, min: 1, max: 11 });
    expect(spreadOf([])).toBeNull();
  });

  it("divides round by round, not median by median", () => {
    expect(ratioOf([10, 30, 20], [10, 10, 40])).toEqual({ median: 1, min: 0.5, max: 3 });
  });

  it("leaves out rounds that the peer does not have", () => {
    expect(ratioOf([10, 30], [5])).toEqual({ median: 2, min: 2, max: 2 });
    expect(ratioOf([10], [])).toBeNull();
    expect(ratioOf([10], [0])).toBeNull();
  });

  it("writes three digits, and whole numbers from a hundred", () => {
    expect([0.07123, 5.306, 17.44, 231.4].map(threeDigits)).toEqual([
      "0.0712",
      "5.31",
      "17.4",
      "231",
    ]);
  });
});
