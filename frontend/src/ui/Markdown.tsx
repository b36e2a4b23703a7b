import { lazy, Suspense } from "react";
import { languageTag, t } from "../words/t";
import { LONGEST_MARKDOWN } from "./longestMarkdown";
import { OrAsWritten } from "./OrAsWritten";

const MarkdownBody = lazy(() => import("./MarkdownBody"));

/** Show text that a person or a model wrote, in whatever language: a screen reader must not take it for the interface's. Until the renderer is there the text stands as it was written. */
export function Markdown({ text }: { text: string }) {
  const written = <p className="as-written">{text}</p>;
  return (
    <div className="prose" dir="auto" lang="">
      {text.length > LONGEST_MARKDOWN ? (
        <>
          <p className="soft small as-written-why" lang={languageTag()}>
            {t("ui.asWritten")}
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
