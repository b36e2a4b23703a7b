import type * as english from "../en/app";
import type { Translated } from "../keys";

export const app: Translated<typeof english.app> = {
  menu: {
    language: "Idioma",
    theme: "Claro y oscuro",
    themes: { system: "Como el sistema", light: "Claro", dark: "Oscuro" },
    account: "Cuenta y tokens",
    administration: "Administración",
    logOut: "Cerrar sesión",
  },
  tabs: {
    label: "Proyecto",
    overview: "Resumen",
    rank: "Ordenar",
    rankings: "Tus clasificaciones",
    prompts: "Prompts",
    quality: "Calidad",
    review: "Revisión",
    datasets: "Conjuntos de datos",
    runs: "Ejecuciones",
    models: "Modelos",
    evaluations: "Evaluaciones",
    members: "Miembros",
    settings: "Ajustes",
  },
  noPage: {
    title: "Esta página no existe",
    words: "Puede que la dirección esté mal escrita o que ya no exista lo que nombraba.",
    back: "Proyectos",
  },
};

export const ui: Translated<typeof english.ui> = {
  close: "Cerrar",
  loading: "Cargando",
  more: "Mostrar más",
  loadingMore: "Cargando…",
  tryAgain: "Intentar de nuevo",
  logIn: "Iniciar sesión",
  table: "{{name}}, tabla",
  tableInText: "Tabla",
  copy: "Copiar",
  copied: "Copiado",
  copyByHand: "Selecciónalo y cópialo con Ctrl C",
  comma: ", ",
  domains: "Dominios",
  ofAll: "{{done, number}} de {{total, number}}",
  asWritten: "Esta respuesta es tan larga que se muestra tal como se escribió.",
  image: { notLoaded: "Imagen, no cargada", from: "de {{host}}" },
  speakers: { user: "Persona", assistant: "Asistente", system: "Instrucción" },
  times: {
    justNow: "ahora mismo",
    minutesAgo: "hace {{minutes}} min",
    hoursAgo: "hace {{hours}} h",
    yesterday: "ayer",
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
    message: "No se puede llegar al servidor.",
    hint: "Comprueba la conexión e inténtalo de nuevo.",
  },
  unreadable: {
    message: "La respuesta del servidor a {{path}} tiene una forma inesperada ({{where}}).",
    hint: "Vuelve a cargar la página. Si sigue igual, la página y el servidor son de versiones distintas.",
  },
  server: { message: "El servidor respondió {{status}}.", hint: "Inténtalo de nuevo dentro de un momento." },
  unauthenticated: {
    message: "Tu sesión ya no está abierta.",
    hint: "Inicia sesión y sigue donde estabas.",
  },
  forbidden: {
    message: "Tu rol en este proyecto no permite esto.",
    hint: "Pregunta a quien dirige el proyecto.",
  },
  notFound: {
    message: "Aquí no hay nada, o no te corresponde verlo.",
    hint: "Comprueba la dirección o pide que te añadan al proyecto.",
  },
  throttled: {
    message: "Han sido demasiadas peticiones en poco tiempo.",
    hint: "Espera un momento e inténtalo de nuevo.",
  },
};
