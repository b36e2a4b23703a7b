import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";
import type { Plugin } from "vite";

/**
 * Lay compressed copies beside every script and style: the server sends them to browsers that take them, also without
 * set-up. Browsers take the smaller one, brotli, over HTTPS and from their own machine.
 */
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
  const content = await readFile(path);
  await writeFile(`${path}.gz`, await promisify(gzip)(content, { level: 9 }));
  await writeFile(`${path}.br`, await promisify(brotliCompress)(content));
};
