import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Plugin } from "vite";

/** Lay a gzipped copy beside every script and style: the server sends it to browsers that take it, also without set-up. */
export const compressed = (): Plugin => ({
  name: "compressed",
  apply: "build",
  async writeBundle({ dir }) {
    const folder = join(dir ?? "dist", "assets");
    const names = (await readdir(folder)).filter((name) => /\.(js|css)$/.test(name));
    await Promise.all(names.map((name) => compress(join(folder, name))));
  },
});

const compress = async (path: string): Promise<void> => {
  const content = await promisify(gzip)(await readFile(path), { level: 9 });
  await writeFile(`${path}.gz`, content);
};
