import { memo, useMemo } from "react";
import { MarkdownTokens } from "./MarkdownTokens";
import { parseMarkdown } from "./parseMarkdown";

/** Markdown as React elements, made from its tokens: no HTML is ever put together or read. */
function MarkdownBody({ text }: { text: string }) {
  const tokens = useMemo(() => parseMarkdown(text), [text]);
  if (!tokens) return <p className="as-written">{text}</p>;
  return <MarkdownTokens tokens={tokens} />;
}

export default memo(MarkdownBody);
