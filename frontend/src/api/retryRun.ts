import { Run } from "./getRun";
import { useWrite } from "./query";
import { request } from "./request";

export const useRetryRun = (run: string) =>
  useWrite(() => request("POST", `/api/runs/${run}/retry`, Run), [["run", run]]);
