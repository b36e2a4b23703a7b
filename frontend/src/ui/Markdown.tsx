import { lazy, Suspense } from "react";

const MarkdownBody = lazy(() => import("./MarkdownBody"));

/** Show text that a person or a model wrote. Until the renderer is there the text stands as it was written. */
export function Markdown({ text }: { text: string }) {
  return (
    <div className="prose" dir="auto">
      <Suspense fallback={<p>{text}</p>}>
        <MarkdownBody text={text} />
      </Suspense>
    </div>
  );
}
