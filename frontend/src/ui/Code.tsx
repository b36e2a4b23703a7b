import { type ReactNode, useEffect, useState } from "react";
import type { Highlighted } from "./highlighter";

/** Above this, code stays in one colour: a highlighter's patterns can be slow. */
const LONGEST_COLOURED = 20_000;

/** A block of code, coloured once the highlighter is there, if its language is known. */
export function Code({ text, language }: { text: string; language: string }) {
  const name = /^[\w+#.-]{1,20}/.exec(language.trim().toLowerCase())?.[0] ?? "";
  const parts = useHighlighted(text, name);
  return (
    <pre dir="ltr">
      {name && (
        <span className="language" aria-hidden="true">
          {name}
        </span>
      )}
      <code>{parts ? <Parts parts={parts} /> : text}</code>
    </pre>
  );
}

function useHighlighted(text: string, language: string): Highlighted[] | null {
  const [parts, setParts] = useState<Highlighted[] | null>(null);
  useEffect(() => {
    setParts(null);
    if (!language || text.length > LONGEST_COLOURED) return;
    let given = false;
    import("./highlighter").then(
      ({ highlight }) => !given && setParts(highlight(text, language)),
      () => undefined,
    );
    return () => {
      given = true;
    };
  }, [text, language]);
  return parts;
}

function Parts({ parts }: { parts: readonly Highlighted[] }): ReactNode {
  return parts.map((part, index) =>
    typeof part === "string" ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never change their order
      <span key={index} className={part.scope}>
        <Parts parts={part.parts} />
      </span>
    ),
  );
}
