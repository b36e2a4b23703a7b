import { expect, it } from "vitest";
import { memoryRoles } from "./memoryRoles";

const at = "2026-01-01T00:00:00Z";
const role = (name: string) => ({ role: name, weights: 10, trained: 0, bytes: 40, shared: { policy: 4 } });

it("test_it_takes_what_the_last_attempt_told", () => {
  const events = [
    { seq: 1, at, kind: "memory", roles: [role("policy")] },
    { seq: 2, at, kind: "memory", roles: [role("reference")] },
  ];
  expect(memoryRoles(events)).toEqual([role("reference")]);
  expect(memoryRoles([])).toEqual([]);
  expect(memoryRoles([{ seq: 1, at, kind: "memory", roles: "unknown" }])).toEqual([]);
});
