import * as z from "zod/mini";
import { request } from "./request";

export type Page<T> = { next: string | null; results: T[] };

export const pageOf = <S extends z.ZodMiniType>(row: S) =>
  z.object({ next: z.nullable(z.string()), results: z.array(row) });

/** Return one page; `next` comes back as a path of this site. */
export async function getPage<S extends z.ZodMiniType>(path: string, row: S): Promise<Page<z.output<S>>> {
  const page = await request("GET", path, pageOf(row));
  return { next: page.next && localPath(page.next), results: page.results };
}

/** Return every row of a short list, whether the server sends it whole or in pages. */
export async function getAll<S extends z.ZodMiniType>(path: string, row: S): Promise<z.output<S>[]> {
  const rows: z.output<S>[] = [];
  let next: string | null = path;
  while (next) {
    const answer: z.output<S>[] | { next: string | null; results: z.output<S>[] } = await request(
      "GET",
      next,
      z.union([z.array(row), pageOf(row)]),
    );
    if (Array.isArray(answer)) return rows.concat(answer);
    rows.push(...answer.results);
    next = answer.next && localPath(answer.next);
  }
  return rows;
}

function localPath(address: string): string {
  const url = new URL(address, window.location.origin);
  return url.pathname + url.search;
}
