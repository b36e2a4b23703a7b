import type { TokenizerAndRendererExtension, Tokens } from "marked";

export type MathToken = Tokens.Generic & { text: string; display: boolean };

const BLOCK = /^ {0,3}(?:\$\$([^$]{1,5000}?)\$\$|\\\[([\s\S]{1,5000}?)\\\])[ \t]*(?:\n|$)/;
const INLINE = [
  { rule: /^\$\$([^$]{1,5000}?)\$\$/, display: true },
  { rule: /^\\\[([\s\S]{1,5000}?)\\\]/, display: true },
  { rule: /^\\\(([\s\S]{1,2000}?)\\\)/, display: false },
  // As pandoc reads it, so that prices stay prices: no space inside the dollars, no digit after them.
  { rule: /^\$(?![\s$])((?:\\[^\n]|[^\\$\n]){1,2000}?)(?<!\s)\$(?![\d$])/, display: false },
];
const LINE = /\n {0,3}(?:\$\$|\\\[)/;
const START = /\$|\\[([]/;

function block(source: string): MathToken | undefined {
  const found = BLOCK.exec(source);
  const text = found?.[1] ?? found?.[2];
  return found && text?.trim()
    ? { type: "math", raw: found[0], text: text.trim(), display: true }
    : undefined;
}

function inline(source: string): MathToken | undefined {
  for (const { rule, display } of INLINE) {
    const found = rule.exec(source);
    if (found?.[1]?.trim()) return { type: "math", raw: found[0], text: found[1].trim(), display };
  }
  return undefined;
}

const start = (source: string): number | undefined => {
  const place = source.search(START);
  return place < 0 ? undefined : place;
};

/** A block of maths begins a line; the text before it is a paragraph of its own. */
const startOfLine = (source: string): number | undefined => {
  const place = source.search(LINE);
  return place < 0 ? undefined : place + 1;
};

/** Maths between $, $$, \( \) and \[ \], as tokens of their own. */
export const mathRules: TokenizerAndRendererExtension[] = [
  { name: "math", level: "block", start: startOfLine, tokenizer: block },
  { name: "math", level: "inline", start, tokenizer: inline },
];
