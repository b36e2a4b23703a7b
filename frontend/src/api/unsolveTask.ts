import * as z from "zod/mini";
import { useWrite } from "./query";
import { request } from "./request";

export const useUnsolveTask = (project: string, task: string) =>
  useWrite(() => request("DELETE", `/api/tasks/${task}/solution`, z.null()), [["project", project]]);
