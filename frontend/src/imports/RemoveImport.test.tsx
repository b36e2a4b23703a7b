import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { RemoveImport } from "./RemoveImport";

it("test_it_asks_before_it_removes", async () => {
  const onRemove = vi.fn();
  render(<RemoveImport prompts={3} isPending={false} onRemove={onRemove} />);
  await userEvent.click(screen.getByRole("button", { name: "Remove this import" }));
  expect(screen.getByText(/3 prompts go/)).toBeTruthy();
  expect(onRemove).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole("button", { name: "Keep it" }));
  expect(onRemove).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole("button", { name: "Remove this import" }));
  await userEvent.click(screen.getByRole("button", { name: "Remove" }));
  expect(onRemove).toHaveBeenCalledOnce();
});
