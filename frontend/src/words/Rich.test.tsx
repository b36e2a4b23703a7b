import { cleanup, render } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { Rich } from "./Rich";

afterEach(cleanup);

it("test_it_puts_elements_where_the_text_has_them", () => {
  const tags = { b: (words: string) => <strong>{words}</strong>, time: () => <time>5 s</time> };
  const { container } = render(<Rich text="In <time/> come <b>two</b> & <i>more</i>." tags={tags} />);
  expect(container.innerHTML).toBe(
    "In <time>5 s</time> come <strong>two</strong> &amp; &lt;i&gt;more&lt;/i&gt;.",
  );
});
