export const account = {
  title: "Account",
  language: "Language",
  languageWords:
    "Of this interface, in this browser. Prompts and answers stay in the language they are written in.",
  tokens: {
    title: "Tokens",
    words:
      "For scripts: send <header>Authorization: Bearer TOKEN</header>. A token can do what you can do, within the scopes you choose. The <schema>schema of the API</schema> lists what there is.",
    columns: { name: "Name", scopes: "Scopes", made: "Made", used: "Last used", ends: "Ends" },
    never: "never",
    revoke: "Revoke",
    made: "Copy your token now; it is not shown again. <token/>",
    copyWhat: "the token",
    name: "Name",
    nameHelp: "Where you will use it.",
    days: "Days until it ends",
    scopes: "Scopes",
    scope: {
      read: "look at projects, progress, prompts, runs",
      label: "take tasks, rank and skip them",
      export: "freeze and download datasets",
      manage: "change projects, members, runs, tokens",
    },
    make: "Make a token",
  },
} as const;
