import { useEffect, useRef, useState } from "react";
import UPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { columns, type Level, type Line, latest, xRange } from "./chartData";
import { figure, fixed } from "./numbers";

type Props = {
  title: string;
  unit: string;
  lines: Line[];
  levels?: Level[];
  note?: string;
  xLabel?: string;
  /** Where the x axis begins; null: with the first point. */
  from?: number | null;
};

const HEIGHT = 210;
const WHOLE_STEPS = [1, 10, 100, 1e3, 1e4, 1e5, 1e6].flatMap((ten) => [ten, 2 * ten, 5 * ten]);
const WHISKER = 1;
const PADDING = 0.1;
const NO_LEVELS: Level[] = [];

/** A picture of curves over steps; levels are what to hold them against: a reference, a bound, chance. */
export function Chart(props: Props) {
  const { title, unit, lines, levels = NO_LEVELS, note = "", xLabel = "step", from = 0 } = props;
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot | null>(null);
  const [shown, setShown] = useState<number | null>(null);
  const shape = JSON.stringify([
    lines.map(({ label, tone, points, low }) => [label, tone, points, !!low]),
    levels,
  ]);
  const redraw = useThemeTurns();
  const latestLines = useRef({ lines, levels });
  latestLines.current = { lines, levels };

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new shape or theme makes a new plot; new points do not
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const { lines: now, levels: flat } = latestLines.current;
    const options = optionsFor(element, now, flat, from, setShown);
    const made = new UPlot(options, columns(now, flat, from) as UPlot.AlignedData, element);
    plot.current = made;
    const watch = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }));
    watch.observe(element);
    return () => {
      watch.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [shape, redraw, from]);

  useEffect(
    () => plot.current?.setData(columns(lines, levels, from) as UPlot.AlignedData),
    [lines, levels, from],
  );

  const at = shown === null ? null : (plot.current?.data[0][shown] ?? null);
  return (
    <figure className="chart">
      <figcaption>
        <span className="chart-title">{title}</span>
        <span className="soft small">{unit}</span>
        <span className="chart-step soft small">{at !== null && `${xLabel} ${figure(at)}`}</span>
      </figcaption>
      <ul className="chart-legend">
        {lines.map((line) => (
          <li key={line.label} data-tone={line.tone}>
            {line.label} <strong>{figure(at === null ? latest(line) : valueAt(line, at))}</strong>
          </li>
        ))}
        {levels.map((level) => (
          <li key={level.label} data-tone="level">
            {level.label} <strong>{figure(level.value)}</strong>
          </li>
        ))}
      </ul>
      <div ref={box} className="chart-box" role="img" aria-label={describe(title, unit, lines, levels)} />
      {note && <p className="soft small">{note}</p>}
    </figure>
  );
}

const valueAt = (line: Line, x: number): number | null => line.y[line.x.indexOf(x)] ?? null;

function describe(title: string, unit: string, lines: Line[], levels: Level[]): string {
  const curves = lines.map((line) => {
    const first = line.y.find((value) => value !== null) ?? null;
    return `${line.label} from ${figure(first)} to ${figure(latest(line))}`;
  });
  const flat = levels.map((level) => `${level.label} at ${figure(level.value)}`);
  return `${title} in ${unit}: ${[...curves, ...flat].join(", ")}`;
}

/** Colours as the browser resolves them here: a canvas knows no tokens. */
function colour(element: HTMLElement, token: string): string {
  const probe = document.createElement("span");
  probe.style.color = `var(--${token})`;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

const faded = (color: string): string => color.replace(/^rgb\((.+)\)$/, "rgba($1, 0.16)");

function optionsFor(
  element: HTMLElement,
  lines: Line[],
  levels: Level[],
  from: number | null,
  onCursor: (index: number | null) => void,
): UPlot.Options {
  const series: UPlot.Series[] = [{}];
  const bands: UPlot.Band[] = [];
  for (const line of lines) {
    const stroke = colour(element, line.tone);
    const points = { show: line.points ?? false, size: 6, fill: stroke };
    series.push({ label: line.label, stroke, width: 1.75, points, spanGaps: true });
    if (!line.low || !line.high) continue;
    const edge = { stroke: "transparent", width: 0, points: { show: false }, spanGaps: true };
    series.push({ label: "low", ...edge }, { label: "high", ...edge });
    bands.push({ series: [series.length - 1, series.length - 2], fill: faded(stroke) });
  }
  for (const level of levels)
    series.push({
      label: level.label,
      stroke: colour(element, "ink-soft"),
      width: 1,
      dash: [5, 4],
      points: { show: false },
    });
  return {
    width: element.clientWidth,
    height: HEIGHT,
    series,
    bands,
    axes: axes(element),
    scales: {
      x: { time: false, range: (plot) => xRange(plot.data[0], from) },
      y: {
        range: (_, low, high) =>
          low === high && low === 0 ? [0, 1] : UPlot.rangeNum(low, high, PADDING, true),
      },
    },
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
    hooks: {
      setCursor: [(plot) => onCursor(plot.cursor.idx ?? null)],
      draw: [(plot) => drawWhiskers(plot, bands)],
    },
  };
}

/** Draw the interval of every point of a line that has them: a band alone shows none of a single point. */
function drawWhiskers(plot: UPlot, bands: UPlot.Band[]): void {
  for (const { series: ends } of bands) {
    const [low, high] = ends.map((index) => plot.data[index]);
    const stroke = plot.series[Math.min(...ends) - 1]?.stroke;
    plot.ctx.strokeStyle = typeof stroke === "function" ? stroke(plot, 0) : (stroke ?? "");
    plot.ctx.lineWidth = WHISKER * devicePixelRatio;
    plot.ctx.setLineDash([]);
    plot.ctx.beginPath();
    plot.data[0].forEach((x, index) => {
      const [from, to] = [low?.[index], high?.[index]];
      if (from == null || to == null) return;
      const place = plot.valToPos(x, "x", true);
      plot.ctx.moveTo(place, plot.valToPos(from, "y", true));
      plot.ctx.lineTo(place, plot.valToPos(to, "y", true));
    });
    plot.ctx.stroke();
  }
}

function axes(element: HTMLElement): UPlot.Axis[] {
  const line = { stroke: colour(element, "line"), width: 1 };
  const shared: UPlot.Axis = {
    stroke: colour(element, "ink-soft"),
    font: "12px 'Source Sans 3 Variable', sans-serif",
    grid: line,
    ticks: { show: false },
  };
  return [
    { ...shared, grid: { show: false }, space: 60, size: 26, incrs: WHOLE_STEPS },
    {
      ...shared,
      size: 54,
      space: 36,
      values: (_, values, _axis, _space, step) => values.map((value) => fixed(value, decimalsOf(step))),
    },
  ];
}

/** The fewest decimals that show multiples of a step as they are: 2 for 0.25. */
function decimalsOf(step: number): number {
  const isWhole = (scaled: number) => Math.abs(scaled - Math.round(scaled)) < 1e-6;
  return [0, 1, 2, 3, 4, 5, 6, 7].find((decimals) => isWhole(step * 10 ** decimals)) ?? 8;
}

/** Count the changes of light and dark, each of which asks for new colours. */
function useThemeTurns(): number {
  const [turns, setTurns] = useState(0);
  useEffect(() => {
    const turn = () => setTurns((before) => before + 1);
    const media = window.matchMedia("(prefers-color-scheme: dark)");
    media.addEventListener("change", turn);
    window.addEventListener("themechange", turn);
    return () => {
      media.removeEventListener("change", turn);
      window.removeEventListener("themechange", turn);
    };
  }, []);
  return turns;
}
