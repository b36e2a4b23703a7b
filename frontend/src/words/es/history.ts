import type { history as english } from "../en/history";
import type { Translated } from "../keys";

export const history: Translated<typeof english> = {
  title: "Tus clasificaciones",
  words: "Solo tú ves esta lista. Abre una para cambiarla: se conservan todas las revisiones.",
  empty: {
    title: "Aquí todavía no has ordenado nada",
    words: "Lo que ordenes, omitas o dejes pasar demasiado tiempo aparece aquí.",
    rank: "Ordenar respuestas",
  },
  columns: { prompt: "Prompt", outcome: "Qué hiciste", when: "Cuándo", note: "Nota" },
  late: "tarde, pero se conserva",
  ranked: "ordenada",
  rankedAgain: "ordenada, revisión {{revision}}",
  expired: "se acabó el tiempo",
  skipped: "omitida: {{reason}}",
  skips: {
    unclear: "el prompt no está claro",
    no_good_answer: "ninguna respuesta es buena",
    cannot_judge: "no puedo juzgar esto",
    offensive: "es ofensivo",
    broken: "se muestra mal",
    other: "otro motivo",
  },
};
