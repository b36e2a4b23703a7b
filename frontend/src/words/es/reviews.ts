import type { reviews as english } from "../en/reviews";
import type { Translated } from "../keys";

export const reviews: Translated<typeof english> = {
  title: "Revisión",
  words:
    "Dónde hay desacuerdo, el mayor primero: la proporción de juicios de dos personas que difieren y, después, cuántas lo ordenaron. Lo que resuelvas sustituye sus clasificaciones en los conjuntos de datos.",
  which: "Qué tareas",
  states: { open: "Por resolver ({{n, number}})", settled: "Resueltas ({{n, number}})" },
  computed: "Calculado: <when/>",
  previous: "Anteriores",
  next: "Siguientes",
  empty: {
    settled: "Todavía no se ha resuelto nada.",
    pending: "Los desacuerdos se están calculando en segundo plano y aparecen aquí por sí solos.",
    alone: "Cada tarea va a una sola persona, así que nadie puede discrepar de otra.",
    open: "No hay desacuerdo en ninguna tarea sin resolver.",
  },
  table: {
    label: "Tareas por revisar",
    prompt: "Prompt",
    domain: "Dominio",
    disagree: "Desacuerdo",
    people: "Personas",
    settled: "Resuelta",
    by: "por {{name}}",
    notYet: "todavía no",
  },
  task: {
    title: "Revisar una tarea",
    all: "Todos los desacuerdos",
    score_one:
      "{{domain}}. La ordenó {{count, number}} persona; difiere el {{share}} de {{judged, number}} juicios de dos personas.",
    score_many:
      "{{domain}}. La ordenaron {{count, number}} personas; difiere el {{share}} de {{judged, number}} juicios de dos personas.",
    score_other:
      "{{domain}}. La ordenaron {{count, number}} personas; difiere el {{share}} de {{judged, number}} juicios de dos personas.",
    said: "Qué dijeron",
    names: "Mostrar nombres",
    yours: "tuya",
    allBad: "todas malas",
    afterwards: ", luego ",
  },
  revisions: {
    settled: "Resuelta",
    withdrawn: "Resuelta antes y retirada",
    given: "<strong>{{order}}</strong> por {{reviewer}}, <when/>",
    taken: "<strong>Retirada</strong> por {{reviewer}}, <when/>",
    open: "Retirarla",
    why: "Por qué se retira",
    whyHelp: "Vuelven a contar las clasificaciones de quienes anotaron.",
    withdraw: "Retirar",
  },
  settle: {
    title: "Resolver",
    again: "Resolver de nuevo",
    keys: "<k>1</k> … <k>9</k> puesto, <k>J</k> <k>K</k> siguiente y anterior, <k>=</k> empate, <k>Ctrl ↵</k> resolver",
    why: "Por qué este orden",
    sayWhy: "Di por qué.",
    settle: "Resolver",
  },
};
