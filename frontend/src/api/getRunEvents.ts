import * as z from "zod/mini";
import { RunStatus } from "./getRun";
import { request } from "./request";

export const RunEvent = z.looseObject({ seq: z.number(), at: z.string(), kind: z.string() });
export type RunEvent = z.output<typeof RunEvent>;

const Events = z.object({ events: z.array(RunEvent), last_seq: z.number(), status: RunStatus });

export const getRunEvents = (run: string, after: number) =>
  request("GET", `/api/runs/${run}/events?after=${after}&limit=1000`, Events);
