/** Return a person's name however the server gives it. */
export const personName = (person: string | { name: string } | null | undefined): string =>
  (typeof person === "string" ? person : person?.name) || "–";
