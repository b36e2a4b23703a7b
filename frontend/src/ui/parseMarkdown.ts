import { Lexer, Marked, type Token } from "marked";
import { LONGEST_MARKDOWN } from "./longestMarkdown";
import { mathRules } from "./mathRules";

export type { Token } from "marked";

export const LONGEST_PARAGRAPH = 8_000;
const BUDGET_MS = 400;
const TOO_DEEP = /^(?:[ \t]*(?:[>*+-]|\d{1,9}[.)])){40}|^[ \t]{160}/m;

const options = new Marked({ gfm: true, breaks: false }, { extensions: mathRules }).defaults;

/**
 * Parse what a person or a model wrote, in bounded time; null where the text is to be shown as it was written. Blocks are
 * found first; then the words inside them, as long as the budget lasts: what is left stays plain text.
 */
export function parseMarkdown(
  text: string,
  now: () => number = () => performance.now(),
): readonly Token[] | null {
  if (text.length > LONGEST_MARKDOWN || TOO_DEEP.test(text)) return null;
  const until = now() + BUDGET_MS;
  const lexer = new Lexer(options);
  try {
    lexer.blockTokens(text.replace(/\r\n?/g, "\n"), lexer.tokens);
    for (const { src, tokens } of lexer.inlineQueue)
      if (src.length <= LONGEST_PARAGRAPH && now() < until) lexer.inlineTokens(src, tokens);
      else tokens.push({ type: "text", raw: src, text: src });
  } catch {
    return null;
  }
  return lexer.tokens;
}
