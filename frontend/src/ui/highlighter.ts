import bash from "highlight.js/lib/languages/bash";
import c from "highlight.js/lib/languages/c";
import cpp from "highlight.js/lib/languages/cpp";
import csharp from "highlight.js/lib/languages/csharp";
import css from "highlight.js/lib/languages/css";
import diff from "highlight.js/lib/languages/diff";
import go from "highlight.js/lib/languages/go";
import java from "highlight.js/lib/languages/java";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import latex from "highlight.js/lib/languages/latex";
import php from "highlight.js/lib/languages/php";
import python from "highlight.js/lib/languages/python";
import r from "highlight.js/lib/languages/r";
import ruby from "highlight.js/lib/languages/ruby";
import rust from "highlight.js/lib/languages/rust";
import sql from "highlight.js/lib/languages/sql";
import typescript from "highlight.js/lib/languages/typescript";
import xml from "highlight.js/lib/languages/xml";
import yaml from "highlight.js/lib/languages/yaml";
import { createLowlight } from "lowlight";
import "./highlight.css";

/** Plain text, or a part with its scope: `hljs-keyword`. */
export type Highlighted = string | { readonly scope: string; readonly parts: readonly Highlighted[] };

type Node = {
  type: string;
  value?: string;
  properties?: { className?: unknown };
  children?: readonly Node[];
};

const lowlight = createLowlight({
  bash,
  c,
  cpp,
  csharp,
  css,
  diff,
  go,
  java,
  javascript,
  json,
  latex,
  php,
  python,
  r,
  ruby,
  rust,
  sql,
  typescript,
  xml,
  yaml,
});

/** Return the code in coloured parts; null where the language is not known. */
export function highlight(text: string, language: string): Highlighted[] | null {
  if (!lowlight.registered(language)) return null;
  return lowlight.highlight(language, text).children.map((node) => partOf(node as Node));
}

function partOf(node: Node): Highlighted {
  if (node.type === "text") return node.value ?? "";
  const names = Array.isArray(node.properties?.className) ? node.properties.className : [];
  return { scope: names.join(" "), parts: (node.children ?? []).map(partOf) };
}
