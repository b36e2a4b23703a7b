import { lazy, Suspense } from "react";
import { LONGEST_MARKDOWN } from "./longestMarkdown";
import { OrAsWritten } from "./OrAsWritten";

const MarkdownBody = lazy(() => import("./MarkdownBody"));

/** Show text that a person or a model wrote. Until the renderer is there the text stands as it was written. */
export function Markdown({ text }: { text: string }) {
  const written = <p className="as-written">{text}</p>;
  return (
    <div className="prose" dir="auto">
      {text.length > LONGEST_MARKDOWN ? (
        <>
          <p className="soft small as-written-why">
            This answer is so long that it is shown as it was written.
          </p>
          {written}
        </>
      ) : (
        <OrAsWritten key={text} otherwise={written}>
          <Suspense fallback={written}>
            <MarkdownBody text={text} />
          </Suspense>
        </OrAsWritten>
      )}
    </div>
  );
}
