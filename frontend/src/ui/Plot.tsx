import type { ReactNode } from "react";
import type { Scale } from "./ticks";
import "./plot.css";

/** Words at a place between 0 and 1 along both axes, from the bottom left. */
export type PlotWord = { x: number; y: number; words: string };

type Axis = { name: string; scale: Scale; say: (value: number) => string };
type Props = { label: string; x: Axis; y: Axis; words?: PlotWord[]; children: ReactNode };

/** A picture with two axes. What is drawn in it uses percent of its width and height, from the top left. */
export function Plot({ label, x, y, words = [], children }: Props) {
  return (
    <div className="plot">
      <span className="plot-name">{y.name}</span>
      <div className="plot-y" aria-hidden="true">
        {y.scale.ticks.map(({ at, value }) => (
          <span key={value} style={{ insetBlockEnd: `${at * 100}%` }}>
            {y.say(value)}
          </span>
        ))}
      </div>
      <svg
        className="plot-box"
        viewBox="0 0 100 100"
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
      >
        {y.scale.ticks.map(({ at, value }) => (
          <line key={value} className="plot-grid" x1={0} x2={100} y1={100 - at * 100} y2={100 - at * 100} />
        ))}
        {children}
      </svg>
      {words.length > 0 && (
        <div className="plot-words" aria-hidden="true">
          {words.map((word) => (
            <span
              key={word.words}
              data-side={word.x > 0.7 ? "left" : "right"}
              style={{ insetInlineStart: `${word.x * 100}%`, insetBlockEnd: `${word.y * 100}%` }}
            >
              {word.words}
            </span>
          ))}
        </div>
      )}
      <div className="plot-x" aria-hidden="true">
        {x.scale.ticks.map(({ at, value }) => (
          <span key={value} style={{ insetInlineStart: `${at * 100}%` }}>
            {x.say(value)}
          </span>
        ))}
      </div>
      <span className="plot-name plot-x-name">{x.name}</span>
    </div>
  );
}
