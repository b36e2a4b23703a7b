import type { account as english } from "../en/account";
import type { Translated } from "../keys";

export const account: Translated<typeof english> = {
  title: "Konto",
  language: "Sprache",
  languageWords:
    "Die der Oberfläche, in diesem Browser. Prompts und Antworten bleiben in der Sprache, in der sie geschrieben sind.",
  tokens: {
    title: "Tokens",
    words:
      "Für Skripte: Sende <header>Authorization: Bearer TOKEN</header>. Ein Token darf, was du darfst, soweit du ihm den Bereich gibst. Was es gibt, steht im <schema>Schema der API</schema>.",
    columns: {
      name: "Name",
      scopes: "Bereiche",
      made: "Erstellt",
      used: "Zuletzt benutzt",
      ends: "Läuft ab",
    },
    never: "nie",
    revoke: "Widerrufen",
    made: "Kopiere dein Token jetzt; es wird nicht noch einmal gezeigt. <token/>",
    copyWhat: "(das Token)",
    name: "Name",
    nameHelp: "Wo du es benutzen wirst.",
    days: "Tage, bis es abläuft",
    scopes: "Bereiche",
    scope: {
      read: "Projekte, Fortschritt, Prompts und Läufe ansehen",
      label: "Aufgaben holen, ordnen und überspringen",
      export: "Datensätze einfrieren und herunterladen",
      manage: "Projekte, Mitglieder, Läufe und Tokens ändern",
    },
    make: "Token erstellen",
  },
};
