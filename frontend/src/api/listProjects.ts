import { Project } from "./getProject";
import { getAll } from "./lists";
import { useRead } from "./query";

export const useProjects = () => useRead(["projects"], () => getAll("/api/projects", Project));
