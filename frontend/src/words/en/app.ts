/** The frame of every page, and what its parts say. */
export const app = {
  menu: {
    language: "Language",
    theme: "Light and dark",
    themes: { system: "As the system", light: "Light", dark: "Dark" },
    account: "Account and tokens",
    administration: "Administration",
    logOut: "Log out",
  },
  tabs: {
    label: "Project",
    overview: "Overview",
    rank: "Rank",
    rankings: "Your rankings",
    prompts: "Prompts",
    quality: "Quality",
    review: "Review",
    datasets: "Datasets",
    runs: "Runs",
    models: "Models",
    evaluations: "Evaluations",
    members: "Members",
    settings: "Settings",
  },
  noPage: {
    title: "There is no such page",
    words: "The address may be mistyped, or what it named is gone.",
    back: "Projects",
  },
} as const;

export const ui = {
  close: "Close",
  loading: "Loading",
  more: "Show more",
  loadingMore: "Loading…",
  tryAgain: "Try again",
  logIn: "Log in",
  table: "{{name}}, table",
  tableInText: "Table",
  copy: "Copy",
  copied: "Copied",
  copyByHand: "Select it and copy it with Ctrl C",
  /** Between the things of a list that has no "and". */
  comma: ", ",
  domains: "Domains",
  ofAll: "{{done, number}} of {{total, number}}",
  asWritten: "This answer is so long that it is shown as it was written.",
  image: { notLoaded: "Image, not loaded", from: "from {{host}}" },
  speakers: { user: "Person", assistant: "Assistant", system: "Instruction" },
  times: {
    justNow: "just now",
    minutesAgo: "{{minutes}} min ago",
    hoursAgo: "{{hours}} h ago",
    yesterday: "yesterday",
  },
  units: {
    seconds: "{{n}} s",
    minutes: "{{n}} min",
    hours: "{{n}} h",
    days: "{{n}} d",
    percent: "{{n}} %",
  },
} as const;

/** What went wrong, by the code of the server or on the way to it. */
export const problem = {
  offline: { message: "The server cannot be reached.", hint: "Check the connection, then try again." },
  unreadable: {
    message: "The server's answer to {{path}} has an unexpected shape ({{where}}).",
    hint: "Reload the page. If it stays, the page and the server are of different versions.",
  },
  server: { message: "The server answered {{status}}.", hint: "Try again in a moment." },
  unauthenticated: { message: "You are no longer logged in.", hint: "Log in, then go on where you were." },
  forbidden: {
    message: "Your role in this project does not allow this.",
    hint: "Ask an owner of the project.",
  },
  notFound: {
    message: "There is nothing here, or it is not yours to see.",
    hint: "Check the address, or ask the project's owner to add you.",
  },
  throttled: {
    message: "These were too many requests in a short time.",
    hint: "Wait a moment, then try again.",
  },
} as const;
