import type { hooks as english } from "../en/hooks";
import type { Translated } from "../keys";

export const hooks: Translated<typeof english> = {
  title: "Webhooks",
  words:
    "Podium ruft eine Adresse von dir auf, wenn hier etwas geschieht. Die Anfragen sind signiert, wie es die Spezifikation Standard Webhooks vorsieht, und werden fast einen Tag lang wiederholt, wenn dein Server nicht antwortet.",
  address: "Adresse",
  events: "Ereignisse",
  event: {
    ranking: "jede Rangfolge und jede neue Revision einer solchen",
    project: "einmal, wenn alles Verlangte geordnet ist",
    run: "wenn ein Lauf fertig ist, scheitert, angehalten wird oder verloren geht",
  },
  secret: "Kopiere das Signaturgeheimnis jetzt; es wird nicht noch einmal gezeigt. <secret/>",
  secretWhat: "(das Geheimnis)",
  add: {
    title: "Einen Webhook hinzufügen",
    addressHelp: "Sie muss aus dem Internet erreichbar sein und in 5 Sekunden antworten.",
    add: "Hinzufügen",
  },
  edit: { title: "Den Webhook ändern", save: "Speichern", cancel: "Abbrechen" },
  card: {
    label: "Webhook {{url}}",
    made: "{{events}} · erstellt <when/> von {{name}}",
    on: "an",
    off: "aus",
    test: "Einen Test senden",
    tested: "Der Test ist unterwegs; sieh bei den Zustellungen nach.",
    change: "Ändern",
    turnOn: "Einschalten",
    turnOff: "Ausschalten",
    newSecret: "Neues Geheimnis",
    remove: "Entfernen",
  },
  deliveries: {
    title: "Zustellungen",
    none: "Es wurde noch nichts gesendet. Sende einen Test.",
    event: "Ereignis",
    state: "Zustand",
    answer: "Antwort",
    attempts: "Versuche",
    happened: "Geschehen",
    again: "Noch einmal senden",
    next: "nächster Versuch {{when}}",
    delivered: "zugestellt",
    failed: "aufgegeben",
    begun: "unterwegs",
    waiting: "versucht, wartet",
  },
};
