import type { projects as english } from "../en/projects";
import type { Translated } from "../keys";

export const projects: Translated<typeof english> = {
  title: "Proyectos",
  new: "Proyecto nuevo",
  empty: {
    title: "Empieza con un proyecto",
    words:
      "Un proyecto contiene prompts y las respuestas que les da un modelo. Las personas ordenan las respuestas; con sus clasificaciones entrenas un modelo de recompensa, y con él alineas el modelo. Si has venido a ordenar, pide que añadan tu dirección de correo a un proyecto.",
  },
  columns: {
    project: "Proyecto",
    state: "Estado",
    ranked: "Ordenado",
    prompts: "Prompts",
    rankings: "Clasificaciones",
    you: "Tú",
    next: "Siguiente",
  },
  demo: "Demo · {{domains}}",
  noTasks: "todavía sin tareas",
  done_one: "{{done, number}} de {{count, number}} tarea",
  done_many: "{{done, number}} de {{count, number}} tareas",
  done_other: "{{done, number}} de {{count, number}} tareas",
  doneLabel_one: "{{done, number}} de {{count, number}} tarea ordenada",
  doneLabel_many: "{{done, number}} de {{count, number}} tareas ordenadas",
  doneLabel_other: "{{done, number}} de {{count, number}} tareas ordenadas",
  rank: "Ordenar",
  status: { active: "activo", paused: "en pausa", archived: "archivado" },
  roles: {
    owner: "dirección",
    reviewer: "revisión",
    annotator: "anotación",
    researcher: "investigación",
  },
  overview: {
    rank: "Ordenar respuestas",
    paused: "Este proyecto está en pausa: nadie recibe tareas nuevas.",
    archived: "Este proyecto está archivado: nadie recibe tareas nuevas.",
    welcome:
      "Aquí ordenas respuestas. Lee antes las pautas: en la página para ordenar están a una tecla, la G.",
  },
};
