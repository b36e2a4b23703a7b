type Node = { type: string; tagName?: string; properties?: Record<string, unknown>; children?: Node[] };

const BLOCKS = new Set(["p", "li", "ul", "ol", "blockquote", "td", "th"]);

/** Let every block of rendered Markdown take its own writing direction: an answer can mix Arabic and English. */
export const blockDirections =
  () =>
  (tree: Node): void => {
    for (const child of tree.children ?? []) {
      if (child.type === "element" && BLOCKS.has(child.tagName ?? ""))
        child.properties = { ...child.properties, dir: "auto" };
      blockDirections()(child);
    }
  };
