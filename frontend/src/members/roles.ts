import type { Role } from "../api/getMe";

export const ROLES: readonly Role[] = ["annotator", "reviewer", "researcher", "owner"];
