import katex from "katex";
import "katex/dist/katex.min.css";

/**
 * Set TeX into an element; false where it cannot be set. Trust is off: \href, \url, \includegraphics and \html… make
 * nothing; expansions and sizes are bounded, and no macro outlives its formula.
 */
export function typeset(tex: string, displayMode: boolean, into: HTMLElement): boolean {
  try {
    katex.render(tex, into, {
      displayMode,
      trust: false,
      strict: "ignore",
      throwOnError: true,
      maxExpand: 300,
      maxSize: 12,
      macros: {},
    });
    return true;
  } catch {
    into.replaceChildren();
    return false;
  }
}
