import type { Dataset } from "../api/getDataset";

export const DATASET_STATUS: Record<Dataset["status"], string> = {
  ready: "frozen",
  building: "being frozen",
  failed: "failed",
};
