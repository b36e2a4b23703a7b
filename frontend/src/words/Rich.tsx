import { Fragment, type ReactNode } from "react";

type Props = { text: string; tags: Record<string, (inner: string) => ReactNode> };

/** A text with elements in it: `<b>so</b>` is what `tags.b` makes of "so", `<b/>` what it makes of nothing. A translator may put them in another order. */
export function Rich({ text, tags }: Props): ReactNode {
  return text.split(/(<\w+\/>|<\w+>.*?<\/\w+>)/s).map((piece, index) => {
    const [, name = "", inner = ""] = /^<(\w+)(?:\/|>(.*)<\/\1)>$/s.exec(piece) ?? [];
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text never change their order
    return <Fragment key={index}>{tags[name]?.(inner) ?? piece}</Fragment>;
  });
}
