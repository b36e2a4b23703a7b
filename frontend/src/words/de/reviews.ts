import type { reviews as english } from "../en/reviews";
import type { Translated } from "../keys";

export const reviews: Translated<typeof english> = {
  title: "Prüfen",
  words:
    "Wo Menschen uneins sind, die größte Uneinigkeit zuerst: der Anteil der Urteile zweier Menschen, die auseinandergehen, dann, wie viele es geordnet haben. Was du entscheidest, ersetzt in Datensätzen ihre Rangfolgen.",
  which: "Welche Aufgaben",
  states: { open: "Zu entscheiden ({{n, number}})", settled: "Entschieden ({{n, number}})" },
  computed: "Berechnet: <when/>",
  previous: "Vorige",
  next: "Nächste",
  empty: {
    settled: "Es ist noch nichts entschieden.",
    pending: "Die Uneinigkeiten werden im Hintergrund berechnet und erscheinen hier von selbst.",
    alone: "Jede Aufgabe geht an eine Person, also kann niemand jemand anderem widersprechen.",
    open: "Über keine Aufgabe, die noch nicht entschieden ist, sind zwei Menschen uneins.",
  },
  table: {
    label: "Aufgaben zum Prüfen",
    prompt: "Prompt",
    domain: "Bereich",
    disagree: "Uneins",
    people: "Menschen",
    settled: "Entschieden",
    by: "von {{name}}",
    notYet: "noch nicht",
  },
  task: {
    title: "Eine Aufgabe prüfen",
    all: "Alle Uneinigkeiten",
    score_one:
      "{{domain}}. {{count, number}} Mensch hat es geordnet; {{share}} von {{judged, number}} Urteilen zweier Menschen gehen auseinander.",
    score_other:
      "{{domain}}. {{count, number}} Menschen haben es geordnet; {{share}} von {{judged, number}} Urteilen zweier Menschen gehen auseinander.",
    said: "Was sie sagten",
    names: "Namen zeigen",
    yours: "von dir",
    allBad: "alle schlecht",
    afterwards: ", dann ",
  },
  revisions: {
    settled: "Entschieden",
    withdrawn: "Schon entschieden und zurückgenommen",
    given: "<strong>{{order}}</strong> von {{reviewer}}, <when/>",
    taken: "<strong>Zurückgenommen</strong> von {{reviewer}}, <when/>",
    open: "Zurücknehmen",
    why: "Warum wird es zurückgenommen",
    whyHelp: "Dann zählen wieder die Rangfolgen der Annotation.",
    withdraw: "Zurücknehmen",
  },
  settle: {
    title: "Entscheiden",
    again: "Neu entscheiden",
    keys: "<k>1</k> … <k>9</k> Rang, <k>J</k> <k>K</k> nächste und vorige, <k>=</k> gleichauf, <k>Strg ↵</k> entscheiden",
    why: "Warum diese Reihenfolge",
    sayWhy: "Sag, warum.",
    settle: "Entscheiden",
  },
};
