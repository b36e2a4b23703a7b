import { Run } from "./getRun";
import { useWrite } from "./query";
import { request } from "./request";

export const useStopRun = (run: string) =>
  useWrite(() => request("POST", `/api/runs/${run}/stop`, Run), [["run", run]]);
