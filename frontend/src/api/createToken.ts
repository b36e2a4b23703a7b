import * as z from "zod/mini";
import { useWrite } from "./query";
import { request } from "./request";
import type { Scope } from "./tokenScope";

type Input = { name: string; expires_in_days: number; scopes: Scope[] };
const NewToken = z.object({
  id: z.string(),
  name: z.string(),
  token: z.string(),
  expires_at: z.nullish(z.string()),
});

export const createToken = (input: Input) => request("POST", "/api/tokens", NewToken, input);
export const useCreateToken = () => useWrite(createToken, [["tokens"]]);
