import type { ComponentProps } from "react";
import { type Table, tableAddress } from "../api/getBoard";
import { Panel as AnyPanel } from "../ui/Panel";

type Props = Omit<ComponentProps<typeof AnyPanel>, "file"> & { project: string; table: Table };

/** A picture of the quality board. */
export const Panel = ({ project, table, ...panel }: Props) => (
  <AnyPanel {...panel} file={(format) => tableAddress(project, table, format)} />
);
