import * as z from "zod/mini";
import { useRead } from "./query";
import { request } from "./request";

export const Role = z.enum(["owner", "reviewer", "annotator", "researcher"]);
export type Role = z.output<typeof Role>;

export const Me = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  is_staff: z.boolean(),
  projects: z.array(z.object({ id: z.string(), name: z.string(), role: Role })),
});
export type Me = z.output<typeof Me>;

export const getMe = () => request("GET", "/api/me", Me);
export const useMe = () => useRead(["me"], getMe);
