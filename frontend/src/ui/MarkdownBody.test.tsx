import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import MarkdownBody from "./MarkdownBody";

it("test_it_never_makes_a_link_a_picture_or_markup_of_what_a_model_wrote", () => {
  const text = [
    "[my bank](https://evil.example/login) ![cat](https://evil.example/pixel.gif)",
    "",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "",
    "[run](javascript:alert(1))",
  ].join("\n");
  const { container } = render(<MarkdownBody text={text} />);
  expect(container.querySelector("a, img, script, iframe")).toBeNull();
  expect(screen.getByText(/evil\.example\/login/)).toBeTruthy();
  expect(container.textContent).toContain("<script>alert(1)</script>");
});

it("test_it_renders_lists_code_and_tables_and_gives_each_block_its_direction", () => {
  const { container } = render(<MarkdownBody text={"1. one\n2. שתיים\n\n`code`\n\n| a |\n|---|\n| b |"} />);
  expect(container.querySelectorAll("ol > li[dir=auto]")).toHaveLength(2);
  expect(container.querySelector("code")?.textContent).toBe("code");
  expect(container.querySelector("td")?.textContent).toBe("b");
});
