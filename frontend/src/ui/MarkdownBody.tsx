import { memo } from "react";
import ReactMarkdown, { type Components } from "react-markdown";
import remarkGfm from "remark-gfm";
import { blockDirections } from "./blockDirections";

/** What a model wrote never loads anything and leads nowhere: pictures are named, addresses are shown, headings stay small. */
const components: Components = {
  a: ({ children, href }) => (
    <span className="inert-link">
      {children}
      {href && String(children) !== href && <span className="address"> ({href})</span>}
    </span>
  ),
  img: ({ alt, src }) => (
    <span className="inert-link">
      [image: {alt || "no description"}
      {typeof src === "string" && <span className="address"> ({src})</span>}]
    </span>
  ),
  h1: ({ children }) => <p className="heading">{children}</p>,
  h2: ({ children }) => <p className="heading">{children}</p>,
  h3: ({ children }) => <p className="heading">{children}</p>,
  h4: ({ children }) => <p className="heading">{children}</p>,
  h5: ({ children }) => <p className="heading">{children}</p>,
  h6: ({ children }) => <p className="heading">{children}</p>,
  table: ({ children }) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table must scroll by key too
    <section className="table-scroll" aria-label="Table" tabIndex={0}>
      <table>{children}</table>
    </section>
  ),
  input: ({ checked }) => <span>{checked ? "☑ " : "☐ "}</span>,
};

const gfm = [remarkGfm];
const directions = [blockDirections];

function MarkdownBody({ text }: { text: string }) {
  return (
    <ReactMarkdown
      remarkPlugins={gfm}
      rehypePlugins={directions}
      components={components}
      urlTransform={asWritten}
    >
      {text}
    </ReactMarkdown>
  );
}

/** Addresses are shown, never followed, so they stay as they were written. */
const asWritten = (address: string): string => address;

export default memo(MarkdownBody);
