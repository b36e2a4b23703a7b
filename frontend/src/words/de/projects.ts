/** The list of projects, and a project as its annotators see it. */
export const projects = {
  title: "Projects",
  new: "New project",
  empty: {
    title: "Start with a project",
    words:
      "A project holds prompts and the answers of a model to them. People rank the answers; from their rankings you train a reward model, and with it you align the model. If you came to rank, ask the owner of a project to add your e-mail address.",
  },
  columns: {
    project: "Project",
    state: "State",
    ranked: "Ranked",
    prompts: "Prompts",
    rankings: "Rankings",
    you: "You",
    next: "Next",
  },
  demo: "Demo · {{domains}}",
  noTasks: "no tasks yet",
  done_one: "{{done, number}} of {{count, number}} task",
  done_other: "{{done, number}} of {{count, number}} tasks",
  doneLabel_one: "{{done, number}} of {{count, number}} task ranked",
  doneLabel_other: "{{done, number}} of {{count, number}} tasks ranked",
  rank: "Rank",
  status: { active: "active", paused: "paused", archived: "archived" },
  roles: { owner: "owner", reviewer: "reviewer", annotator: "annotator", researcher: "researcher" },
  overview: {
    rank: "Rank answers",
    paused: "This project is paused: nobody gets new tasks.",
    archived: "This project is archived: nobody gets new tasks.",
    welcome:
      "You rank answers here. Read the guidelines first: they are one key away on the ranking page, under G.",
  },
} as const;
