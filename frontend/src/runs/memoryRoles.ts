import * as z from "zod/mini";
import type { RunEvent } from "../api/getRunEvents";

const Role = z.object({
  role: z.string(),
  weights: z.number(),
  trained: z.number(),
  bytes: z.number(),
  shared: z.record(z.string(), z.number()),
});
export type Role = z.output<typeof Role>;

const Memory = z.object({ roles: z.array(Role) });

/** Return what each part of the run held in memory before the first step of its last attempt. */
export function memoryRoles(events: readonly RunEvent[]): Role[] {
  const told = events.findLast(({ kind }) => kind === "memory");
  return Memory.safeParse(told).data?.roles ?? [];
}
