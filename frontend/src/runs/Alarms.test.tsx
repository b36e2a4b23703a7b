import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { Alarms } from "./Alarms";

afterEach(cleanup);

it("test_it_says_what_happened_since_when_and_what_to_do", () => {
  const length = { step: 1200, message: "The answers grew longer.", next: "Read the samples." };
  render(<Alarms alarms={{ length }} />);
  const alarm = screen.getByRole("alert");
  expect(alarm.textContent).toContain("The answers grew longer. Read the samples.");
  expect(alarm.textContent).toContain("Alarm length, since step 1,200");
});

it("test_it_shows_nothing_while_no_alarm_rings", () => {
  const { container } = render(<Alarms alarms={{}} />);
  expect(container.textContent).toBe("");
});
