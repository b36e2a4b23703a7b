import * as z from "zod/mini";
import { Mine } from "./assignment";
import { request } from "./request";

export type RankingInput = {
  client_id: string;
  groups: string[][];
  all_bad: boolean;
  note: string;
  active_ms: number;
  started_at: string;
};

const Outcome = z.object({
  ranking: z.object({ id: z.string(), revision: z.number(), late: z.boolean() }),
  mine: Mine,
});

export const submitRanking = (assignment: string, ranking: RankingInput) =>
  request("POST", `/api/assignments/${assignment}/ranking`, Outcome, ranking);
