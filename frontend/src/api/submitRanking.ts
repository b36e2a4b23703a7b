import * as z from "zod/mini";
import { Mine } from "./assignment";
import { request } from "./request";

export type RankingInput = {
  client_id: string;
  groups: string[][];
  flags: { answer: string; flag: string; note: string }[];
  ratings: Record<string, Record<string, number>>;
  confidence: string;
  all_bad: boolean;
  note: string;
  active_ms: number;
  started_at: string;
  /** The revision this one was begun from; the server refuses it when there is a newer one. */
  revises?: number | null;
};

const Outcome = z.object({
  ranking: z.object({ id: z.string(), revision: z.number(), late: z.boolean() }),
  mine: Mine,
});

export const submitRanking = (assignment: string, ranking: RankingInput) =>
  request("POST", `/api/assignments/${assignment}/ranking`, Outcome, ranking);
