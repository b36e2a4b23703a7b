import type { ApiError } from "../api/request";
import { language, t } from "../words/t";

const CODES = {
  unauthenticated: "unauthenticated",
  forbidden: "forbidden",
  not_found: "notFound",
  throttled: "throttled",
} as const;

type ProblemWords = { message: string; hint: string };

/** Return what happened and what to do. The server says it in English, and closer; other languages go by its code. */
export function problemWords({ code, message, hint }: ApiError): ProblemWords {
  const known = Object.hasOwn(CODES, code) ? CODES[code as keyof typeof CODES] : null;
  if (!known || language() === "en") return { message, hint };
  return { message: t(`problem.${known}.message`), hint: t(`problem.${known}.hint`) };
}
