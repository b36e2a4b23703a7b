/** Return {name: its words}, in the order given: what a choice between a few is made of. */
export const saidOf = <T extends string>(names: readonly T[], say: (name: T) => string): Record<T, string> =>
  Object.fromEntries(names.map((name) => [name, say(name)])) as Record<T, string>;
