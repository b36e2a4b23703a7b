/** Return the leaves of a JSON value with their dotted names, for a list that can be read. */
export function flatten(value: unknown, name = ""): [string, string][] {
  if (Array.isArray(value)) return [[name, value.length === 0 ? "none" : value.map(leaf).join(", ")]];
  if (value !== null && typeof value === "object")
    return Object.entries(value).flatMap(([key, inner]) => flatten(inner, name ? `${name}.${key}` : key));
  return [[name, leaf(value)]];
}

const leaf = (value: unknown): string =>
  value === null || value === undefined
    ? "–"
    : typeof value === "object"
      ? JSON.stringify(value)
      : String(value);
