import type * as english from "../en/app";
import type { Translated } from "../keys";

export const app: Translated<typeof english.app> = {
  menu: {
    language: "Sprache",
    theme: "Hell und dunkel",
    themes: { system: "Wie das System", light: "Hell", dark: "Dunkel" },
    account: "Konto und Tokens",
    administration: "Verwaltung",
    logOut: "Abmelden",
  },
  tabs: {
    label: "Projekt",
    overview: "Übersicht",
    rank: "Ordnen",
    rankings: "Deine Rangfolgen",
    prompts: "Prompts",
    quality: "Qualität",
    review: "Prüfen",
    datasets: "Datensätze",
    runs: "Läufe",
    models: "Modelle",
    evaluations: "Vergleiche",
    members: "Mitglieder",
    settings: "Einstellungen",
  },
  noPage: {
    title: "Diese Seite gibt es nicht",
    words: "Vielleicht ist die Adresse vertippt, oder es gibt nicht mehr, was sie benannte.",
    back: "Projekte",
  },
};

export const ui: Translated<typeof english.ui> = {
  close: "Schließen",
  loading: "Wird geladen",
  more: "Mehr anzeigen",
  loadingMore: "Wird geladen…",
  tryAgain: "Noch einmal versuchen",
  logIn: "Anmelden",
  table: "{{name}}, Tabelle",
  tableInText: "Tabelle",
  copy: "Kopieren",
  copied: "Kopiert",
  copyByHand: "Markiere es und kopiere es mit Strg C",
  comma: ", ",
  domains: "Bereiche",
  ofAll: "{{done, number}} von {{total, number}}",
  asWritten: "Diese Antwort ist so lang, dass sie so gezeigt wird, wie sie geschrieben wurde.",
  image: { notLoaded: "Bild, nicht geladen", from: "von {{host}}" },
  speakers: { user: "Mensch", assistant: "Assistent", system: "Anweisung" },
  times: {
    justNow: "gerade eben",
    minutesAgo: "vor {{minutes}} min",
    hoursAgo: "vor {{hours}} h",
    yesterday: "gestern",
  },
  units: {
    seconds: "{{n}} s",
    minutes: "{{n}} min",
    hours: "{{n}} h",
    days: "{{n}} d",
    percent: "{{n}} %",
  },
};

export const problem: Translated<typeof english.problem> = {
  offline: {
    message: "Der Server ist nicht zu erreichen.",
    hint: "Prüfe die Verbindung und versuche es dann noch einmal.",
  },
  unreadable: {
    message: "Die Antwort des Servers auf {{path}} hat eine unerwartete Form ({{where}}).",
    hint: "Lade die Seite neu. Bleibt es dabei, sind Seite und Server verschieden alt.",
  },
  server: { message: "Der Server antwortete mit {{status}}.", hint: "Versuche es gleich noch einmal." },
  unauthenticated: {
    message: "Du bist nicht mehr angemeldet.",
    hint: "Melde dich an und mache dort weiter, wo du warst.",
  },
  forbidden: {
    message: "Deine Rolle in diesem Projekt erlaubt das nicht.",
    hint: "Wende dich an eine Person, der das Projekt gehört.",
  },
  notFound: {
    message: "Hier ist nichts, oder du darfst es nicht sehen.",
    hint: "Prüfe die Adresse, oder bitte darum, ins Projekt aufgenommen zu werden.",
  },
  throttled: {
    message: "Das waren zu viele Anfragen in kurzer Zeit.",
    hint: "Warte einen Augenblick und versuche es dann noch einmal.",
  },
};
