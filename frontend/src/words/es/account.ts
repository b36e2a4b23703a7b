import type { account as english } from "../en/account";
import type { Translated } from "../keys";

export const account: Translated<typeof english> = {
  title: "Cuenta",
  language: "Idioma",
  languageWords:
    "El de esta interfaz, en este navegador. Los prompts y las respuestas siguen en el idioma en que se escribieron.",
  tokens: {
    title: "Tokens",
    words:
      "Para scripts: envía <header>Authorization: Bearer TOKEN</header>. Un token puede hacer lo que puedes tú, dentro de los ámbitos que elijas. El <schema>esquema de la API</schema> enumera lo que hay.",
    columns: {
      name: "Nombre",
      scopes: "Ámbitos",
      made: "Creado",
      used: "Último uso",
      ends: "Caduca",
    },
    never: "nunca",
    revoke: "Revocar",
    made: "Copia tu token ahora; no se vuelve a mostrar. <token/>",
    copyWhat: "el token",
    name: "Nombre",
    nameHelp: "Dónde lo vas a usar.",
    days: "Días hasta que caduque",
    scopes: "Ámbitos",
    scope: {
      read: "ver proyectos, avance, prompts y ejecuciones",
      label: "tomar tareas, ordenarlas y omitirlas",
      export: "congelar y descargar conjuntos de datos",
      manage: "cambiar proyectos, miembros, ejecuciones y tokens",
    },
    make: "Crear un token",
  },
};
