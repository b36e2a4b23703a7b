import type { projects as english } from "../en/projects";
import type { Translated } from "../keys";

export const projects: Translated<typeof english> = {
  title: "Projekte",
  new: "Neues Projekt",
  empty: {
    title: "Beginne mit einem Projekt",
    words:
      "Ein Projekt enthält Prompts und die Antworten eines Modells darauf. Menschen ordnen die Antworten; aus ihren Rangfolgen trainierst du ein Reward-Modell, und damit richtest du das Modell aus. Bist du zum Ordnen hier, dann bitte darum, mit deiner E-Mail-Adresse in ein Projekt aufgenommen zu werden.",
  },
  columns: {
    project: "Projekt",
    state: "Zustand",
    ranked: "Geordnet",
    prompts: "Prompts",
    rankings: "Rangfolgen",
    you: "Du",
    next: "Weiter",
  },
  demo: "Demo · {{domains}}",
  noTasks: "noch keine Aufgaben",
  done_one: "{{done, number}} von {{count, number}} Aufgabe",
  done_other: "{{done, number}} von {{count, number}} Aufgaben",
  doneLabel_one: "{{done, number}} von {{count, number}} Aufgabe geordnet",
  doneLabel_other: "{{done, number}} von {{count, number}} Aufgaben geordnet",
  rank: "Ordnen",
  status: { active: "aktiv", paused: "pausiert", archived: "archiviert" },
  roles: {
    owner: "Leitung",
    reviewer: "Review",
    annotator: "Annotation",
    researcher: "Forschung",
  },
  overview: {
    rank: "Antworten ordnen",
    paused: "Dieses Projekt pausiert: Niemand bekommt neue Aufgaben.",
    archived: "Dieses Projekt ist archiviert: Niemand bekommt neue Aufgaben.",
    welcome:
      "Hier ordnest du Antworten. Lies zuerst die Richtlinien: Auf der Seite zum Ordnen sind sie eine Taste entfernt, unter G.",
  },
};
