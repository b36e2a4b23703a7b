const ENTITY = /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][\da-z]{1,31});/gi;

/** Read the named and numbered characters of Markdown: `&copy;` is ©. The document they are read in loads and runs nothing. */
export function readEntities(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(
    ENTITY,
    (written) => new DOMParser().parseFromString(written, "text/html").body.textContent || written,
  );
}
