import { Run } from "./getRun";
import { useWrite } from "./query";
import { request } from "./request";

export const usePauseRun = (run: string) =>
  useWrite(() => request("POST", `/api/runs/${run}/pause`, Run), [["run", run]]);
