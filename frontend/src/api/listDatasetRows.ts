import * as z from "zod/mini";
import { getPage } from "./lists";
import { useReadPages } from "./query";

export type Shape = "preference" | "ranking";
export type SplitName = "train" | "heldout";
const Row = z.record(z.string(), z.unknown());
export type Row = z.output<typeof Row>;

export const useDatasetRows = (dataset: string, split: SplitName, shape: Shape) =>
  useReadPages(
    ["dataset", dataset, "rows", split, shape],
    `/api/datasets/${dataset}/rows?split=${split}&shape=${shape}`,
    (path) => getPage(path, Row),
  );
