import { cleanup, render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, it } from "vitest";
import { CacheProvider, newCache } from "../api/query";
import { serve } from "../testing/serve";
import { NewToken } from "./NewToken";

afterEach(cleanup);

const made = { id: "t", name: "script", token: "podium_secret", expires_at: "2027-01-01T00:00:00Z" };

it("test_it_makes_a_token_with_the_chosen_scopes_and_copies_it", async () => {
  const sent = serve({ "POST /api/tokens": () => ({ status: 201, body: made }) });
  const user = userEvent.setup();
  render(
    <CacheProvider client={newCache()}>
      <NewToken />
    </CacheProvider>,
  );
  const button = screen.getByRole("button", { name: "Make a token" }) as HTMLButtonElement;
  await user.type(screen.getByLabelText("Name"), "script");
  await user.click(screen.getByRole("checkbox", { name: /^read/ }));
  expect(button.disabled).toBe(true);
  await user.click(screen.getByRole("checkbox", { name: /^label/ }));
  await user.click(screen.getByRole("checkbox", { name: /^export/ }));
  await user.click(button);
  await screen.findByText("podium_secret");
  expect(sent[0]?.body).toEqual({ name: "script", expires_in_days: 90, scopes: ["label", "export"] });
  await user.click(screen.getByRole("button", { name: "Copy the token" }));
  await screen.findByText("Copied");
  expect(await navigator.clipboard.readText()).toBe("podium_secret");
});
