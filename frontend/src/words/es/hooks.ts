import type { hooks as english } from "../en/hooks";
import type { Translated } from "../keys";

export const hooks: Translated<typeof english> = {
  title: "Webhooks",
  words:
    "Podium llama a una dirección tuya cuando aquí ocurre algo. Las peticiones van firmadas según la especificación Standard Webhooks y se repiten durante casi un día si tu servidor no responde.",
  address: "Dirección",
  events: "Eventos",
  event: {
    ranking: "cada clasificación y cada revisión nueva de una",
    project: "una vez, cuando todo lo pedido está ordenado",
    run: "cuando una ejecución termina, falla, se detiene o se pierde",
  },
  secret: "Copia el secreto de firma ahora; no se vuelve a mostrar. <secret/>",
  secretWhat: "el secreto",
  add: {
    title: "Añadir un webhook",
    addressHelp: "Debe ser accesible desde internet y responder en 5 segundos.",
    add: "Añadir",
  },
  edit: { title: "Cambiar el webhook", save: "Guardar", cancel: "Cancelar" },
  card: {
    label: "Webhook {{url}}",
    made: "{{events}} · creado <when/> por {{name}}",
    on: "activado",
    off: "desactivado",
    test: "Enviar una prueba",
    tested: "La prueba está en camino; mira las entregas.",
    change: "Cambiar",
    turnOn: "Activar",
    turnOff: "Desactivar",
    newSecret: "Secreto nuevo",
    remove: "Quitar",
  },
  deliveries: {
    title: "Entregas",
    none: "Todavía no se ha enviado nada. Envía una prueba.",
    event: "Evento",
    state: "Estado",
    answer: "Respuesta",
    attempts: "Intentos",
    happened: "Ocurrió",
    again: "Enviar de nuevo",
    next: "siguiente intento {{when}}",
    delivered: "entregado",
    failed: "abandonado",
    begun: "en camino",
    waiting: "intentado, en espera",
  },
};
