import * as z from "zod/mini";
import { getAll } from "./lists";
import { useRead } from "./query";
import { Scope } from "./tokenScope";

export const Token = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(Scope),
  expires_at: z.nullish(z.string()),
  created_at: z.nullish(z.string()),
  last_used_at: z.nullish(z.string()),
});

export const useTokens = () => useRead(["tokens"], () => getAll("/api/tokens", Token));
