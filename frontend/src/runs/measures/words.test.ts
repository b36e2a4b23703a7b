import { describe, expect, it } from "vitest";
import type { Measures } from "../../api/measures";
import { MEASURES, made } from "./made";
import { basis, calibrationWords, lengthWords, sliceName } from "./words";

const fitted = (temperature: Measures["calibration"]["temperature"]): string =>
  calibrationWords({ ...MEASURES, calibration: { ...MEASURES.calibration, temperature } });

describe("basis", () => {
  it("says what was measured on", () => {
    expect(basis(MEASURES)).toContain(
      "On 12 prompts it never saw: 30 rankings by 3 annotators, 150 decided pairs.",
    );
  });

  it("says when the same prompts chose the weights", () => {
    expect(basis(MEASURES)).not.toContain("flatters");
    expect(basis({ ...MEASURES, chose_weights: true })).toContain("flatters every figure a little");
  });

  it("names nobody where rankings have no names", () => {
    const unnamed = { ...MEASURES, counts: { ...MEASURES.counts, annotators: 0 } };
    expect(basis(unnamed)).toContain("30 rankings, 150 decided pairs.");
  });
});

describe("sliceName", () => {
  it("names each slice so that it can be read alone", () => {
    const names = MEASURES.slices.map(sliceName);
    expect(names).toEqual([
      "chat",
      "annotator-2",
      "1 rank apart",
      "5 or more ranks apart",
      "preferred is longer",
    ]);
  });
});

describe("calibrationWords", () => {
  it("tells over-confidence from under-confidence", () => {
    expect(fitted(made(1.5, 1.2, 1.9))).toContain(
      "It is over-confident: a temperature of 1.50 (1.20 to 1.90",
    );
    expect(fitted(made(0.5, 0.3, 0.8))).toContain("It is under-confident");
  });

  it("claims nothing where the interval holds one", () => {
    expect(fitted(made(1.5, 0.9, 2))).toContain("cannot be told from a calibrated one");
    expect(fitted(made(3, 0.9, null))).toContain("cannot be told from a calibrated one");
    expect(fitted(made(3, 1.1, null))).toContain("over-confident: a temperature of 3 (above 1.10)");
  });

  it("says why there is no temperature", () => {
    expect(fitted(made(null, null, null))).toContain("No temperature fits");
  });
});

describe("lengthWords", () => {
  it("holds the model's leaning to length against people's", () => {
    expect(lengthWords(MEASURES)).toContain("people prefer the longer 52.0 % of the time, the model 61.0 %");
  });
});
