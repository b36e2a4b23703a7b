import * as z from "zod/mini";

export const Scope = z.enum(["read", "label", "export", "manage"]);
export type Scope = z.output<typeof Scope>;

export const SCOPES = Scope.options;
