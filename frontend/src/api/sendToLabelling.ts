import * as z from "zod/mini";
import { useWrite } from "./query";
import { request } from "./request";

const Sent = z.object({ tasks: z.number() });

export const useSendToLabelling = (evaluation: string) =>
  useWrite(() => request("POST", `/api/evaluations/${evaluation}/tasks`, Sent), [["projects"]]);
