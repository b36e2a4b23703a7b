import * as z from "zod/mini";
import { useRead } from "./query";
import { request } from "./request";

const Log = z.object({ text: z.string() });

export const useRunLog = (run: string, live: boolean) =>
  useRead(
    ["run", run, "log"],
    () => request("GET", `/api/runs/${run}/log`, Log),
    live ? { every: 5_000 } : {},
  );
