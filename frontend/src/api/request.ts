import type * as z from "zod/mini";
import { t } from "../words/t";
import { cookie } from "./cookies";

export type FieldProblem = { field: string; message: string; line?: number | null | undefined };

/** What the server, or the way to it, said no with. Status 0 means that no answer came. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly hint = "",
    readonly fields: FieldProblem[] = [],
  ) {
    super(message);
  }

  /** Tell whether the same request may succeed later, unchanged. */
  get temporary(): boolean {
    return this.status === 0 || this.status === 401 || this.status === 429 || this.status >= 500;
  }
}

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
const PATIENCE_MS = 60_000;

export async function request<S extends z.ZodMiniType>(
  method: Method,
  path: string,
  schema: S,
  body?: unknown,
): Promise<z.output<S>> {
  const response = await send(method, path, body);
  const content = await readContent(response);
  if (!response.ok) throw problemOf(response.status, content);
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new ApiError(
    response.status,
    "unreadable",
    t("problem.unreadable.message", { path, where: `${issue?.path.join(".")}: ${issue?.message}` }),
    t("problem.unreadable.hint"),
  );
}

async function send(method: Method, path: string, body: unknown): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json" };
  const isForm = body instanceof FormData;
  if (method !== "GET") headers["X-CSRFToken"] = csrfToken();
  if (body !== undefined && !isForm) headers["Content-Type"] = "application/json";
  const content = isForm ? body : body === undefined ? null : JSON.stringify(body);
  const patience = isForm ? {} : { signal: AbortSignal.timeout(PATIENCE_MS) };
  try {
    return await fetch(path, { method, headers, body: content, credentials: "same-origin", ...patience });
  } catch {
    throw new ApiError(0, "offline", t("problem.offline.message"), t("problem.offline.hint"));
  }
}

async function readContent(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return text === "" ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

function problemOf(status: number, content: unknown): ApiError {
  const error = (content as { error?: Partial<ApiError> } | null)?.error;
  if (error?.message)
    return new ApiError(status, error.code ?? "server", error.message, error.hint ?? "", error.fields ?? []);
  if (status === 404) return new ApiError(status, "not_found", t("problem.notFound.message"));
  return new ApiError(status, "server", t("problem.server.message", { status }), t("problem.server.hint"));
}

export const csrfToken = (): string => cookie("csrftoken");
