import type { history as english } from "../en/history";
import type { Translated } from "../keys";

export const history: Translated<typeof english> = {
  title: "Deine Rangfolgen",
  words: "Nur du siehst diese Liste. Öffne eine, um sie zu ändern: Jede Revision bleibt erhalten.",
  empty: {
    title: "Du hast hier noch nichts geordnet",
    words: "Was du ordnest, überspringst oder zu lange liegen lässt, steht dann hier.",
    rank: "Antworten ordnen",
  },
  columns: { prompt: "Prompt", outcome: "Was du getan hast", when: "Wann", note: "Notiz" },
  late: "verspätet, trotzdem erhalten",
  ranked: "geordnet",
  rankedAgain: "geordnet, Revision {{revision}}",
  expired: "Zeit abgelaufen",
  skipped: "übersprungen: {{reason}}",
  skips: {
    unclear: "der Prompt ist unklar",
    no_good_answer: "keine Antwort ist gut",
    cannot_judge: "ich kann das nicht beurteilen",
    offensive: "es ist anstößig",
    broken: "es wird falsch angezeigt",
    other: "ein anderer Grund",
  },
};
