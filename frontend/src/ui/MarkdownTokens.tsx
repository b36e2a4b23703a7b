import type { ReactNode } from "react";
import { t } from "../words/t";
import { Code } from "./Code";
import { readEntities } from "./entities";
import { Formula } from "./Formula";
import { InertLink, UnloadedImage } from "./Inert";
import type { Token } from "./parseMarkdown";

type Show = (token: Loose) => ReactNode;
type Loose = Token & {
  text?: string;
  tokens?: Token[];
  href?: string;
  lang?: string;
  display?: boolean;
  checked?: boolean;
};

export function MarkdownTokens({ tokens }: { tokens: readonly Token[] | undefined }): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: the tokens of a text never change their order
  return tokens?.map((token, index) => <One key={index} token={token} />);
}

/** One token. What is not known, and HTML above all, is shown as it was written. */
function One({ token }: { token: Token }): ReactNode {
  const show = SHOWN[token.type];
  return show ? show(token as Loose) : token.raw;
}

const inner = ({ tokens, text }: Loose): ReactNode =>
  tokens && tokens.length > 0 ? <MarkdownTokens tokens={tokens} /> : readEntities(text ?? "");

const SHOWN: Record<string, Show> = {
  space: () => null,
  def: () => null,
  checkbox: ({ checked }) => (checked ? "☑ " : "☐ "),
  text: inner,
  escape: ({ text }) => text,
  html: ({ raw, ...token }) => ("block" in token && token.block ? <p dir="auto">{raw.trim()}</p> : raw),
  br: () => <br />,
  hr: () => <hr />,
  strong: (token) => <strong>{inner(token)}</strong>,
  em: (token) => <em>{inner(token)}</em>,
  del: (token) => <del>{inner(token)}</del>,
  codespan: ({ text }) => <code dir="auto">{text}</code>,
  math: ({ text = "", display = false }) => <Formula tex={text} display={display} />,
  link: (token) => <InertLink address={token.href ?? ""}>{inner(token)}</InertLink>,
  image: ({ href = "", text = "" }) => <UnloadedImage address={href} words={text} />,
  paragraph: (token) => <p dir="auto">{inner(token)}</p>,
  heading: (token) => (
    <p className="heading" dir="auto">
      {inner(token)}
    </p>
  ),
  blockquote: (token) => (
    <blockquote dir="auto">
      <MarkdownTokens tokens={token.tokens} />
    </blockquote>
  ),
  code: ({ text = "", lang = "" }) => <Code text={text} language={lang} />,
  list: (token) => <List token={token as unknown as ListToken} />,
  table: (token) => <Table token={token as unknown as TableToken} />,
};

type ListToken = {
  ordered: boolean;
  start: number | "";
  items: { tokens: Token[]; task?: boolean; checked?: boolean }[];
};

function List({ token }: { token: ListToken }) {
  const items = token.items.map(({ tokens, task, checked }, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: items never change their order
    <li key={index} dir="auto">
      {task && !tokens.some(({ type }) => type === "checkbox") && (checked ? "☑ " : "☐ ")}
      <MarkdownTokens tokens={tokens} />
    </li>
  ));
  if (!token.ordered) return <ul dir="auto">{items}</ul>;
  return (
    <ol dir="auto" start={token.start === "" ? undefined : token.start}>
      {items}
    </ol>
  );
}

type Cell = { tokens: Token[]; align: "left" | "right" | "center" | null };
type TableToken = { header: Cell[]; rows: Cell[][] };

function Table({ token }: { token: TableToken }) {
  const cells = (row: Cell[], Name: "th" | "td") =>
    row.map(({ tokens, align }, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: cells never change their order
      <Name key={index} dir="auto" style={align ? { textAlign: align } : undefined}>
        <MarkdownTokens tokens={tokens} />
      </Name>
    ));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table must scroll by key too
    <section className="table-scroll" aria-label={t("ui.tableInText")} tabIndex={0}>
      <table>
        <thead>
          <tr>{cells(token.header, "th")}</tr>
        </thead>
        <tbody>
          {token.rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows never change their order
            <tr key={index}>{cells(row, "td")}</tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
