import { Dataset } from "./getDataset";
import { useWrite } from "./query";
import { request } from "./request";

type Input = {
  name: string;
  domains: string[] | null;
  heldout_share: number;
  seed: number;
  include_scripted: boolean;
  include_gold: boolean;
  adjudicated: "prefer" | "ignore";
};

export const useFreezeDataset = (project: string) =>
  useWrite(
    (input: Input) => request("POST", `/api/projects/${project}/datasets`, Dataset, input),
    [["project", project, "datasets"]],
  );
