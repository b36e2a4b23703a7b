import { fireEvent, render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { RunEvent } from "../../api/getRunEvents";
import { MeasuresSection } from "./MeasuresSection";
import { MEASURES } from "./made";
import { measuresOf } from "./measuresOf";

const told = (seq: number, values: unknown): RunEvent => ({ seq, at: "", kind: "measures", values });

describe("measuresOf", () => {
  it("takes what was told last", () => {
    const newer = { ...MEASURES, top_1_by_chance: 0.5 };
    expect(measuresOf([told(1, MEASURES), told(2, newer)])?.top_1_by_chance).toBe(0.5);
  });

  it("shows nothing of a form it does not know", () => {
    expect(measuresOf([told(1, { version: 2 })])).toBeNull();
    expect(measuresOf([])).toBeNull();
  });
});

describe("MeasuresSection", () => {
  it("shows each slicing when it is asked for, with its files", () => {
    render(<MeasuresSection run="r1" measures={MEASURES} />);
    const panel = screen.getByRole("region", { name: "Where it is right" });
    const rows = () =>
      [...panel.querySelectorAll(".interval-name")].map((row) => row.firstChild?.textContent);
    expect(rows()).toEqual(["chat"]);
    fireEvent.click(screen.getByRole("button", { name: "Ranks apart" }));
    expect(rows()).toEqual(["1 rank apart", "5 or more ranks apart"]);
    const files = [...panel.querySelectorAll("a")].map((link) => link.getAttribute("href"));
    expect(files).toEqual(
      ["csv", "json"].map((format) => `/api/runs/r1/measures/tables/slices?format=${format}`),
    );
  });

  it("says what to do where nobody judged what another judged", () => {
    const { container } = render(<MeasuresSection run="r1" measures={{ ...MEASURES, ceiling: null }} />);
    expect(container.textContent).toContain("Ask for two or more people per task");
    expect(container.textContent).not.toContain("erson with another");
  });
});
